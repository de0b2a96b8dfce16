// Is a passage about the sector's role, which programmes does it name, and of what kind is it? (Invented examples.)
import { describe, expect, test } from 'vitest'
import { parseLexicon, readPassage } from '../../src/extract/index.ts'
import { lexicon, programmes, readWords } from './lexicon-of-data.ts'

const about = (text: string) => readPassage(text, lexicon).aboutSector.decided
const named = (text: string) =>
  readPassage(text, lexicon)
    .programmes.map((one) => one.id)
    .sort()
const kind = (text: string) => readPassage(text, lexicon).kind.kind

describe('a passage is about the sector when the sector is tied to services of the state', () => {
  test.each([
    'Local charities run the advice service under contract to the council.',
    'The contracts went to public, private and voluntary providers.',
    'We will open up public services to social enterprises.',
    'A third-sector organisation was named in the supply chain.',
    'The Government will work with civil society to end rough sleeping.',
    'What plans has she to work with the voluntary sector to tackle homelessness?',
    'Council grants to voluntary groups were cut last year.',
    'VCSEs won few government contracts.',
    'The voluntary\u00a0sector supplements council services.',
    'Ministers said not-for-profit bodies should never replace the state.',
    'Nacro delivers resettlement services in 12 prisons.',
  ])('"%s" is', (text) => {
    expect(about(text)).toBe(true)
  })

  test.each([
    'The Charity Commission opened an inquiry into the accounts.',
    'Gift Aid should be simpler for charities.',
    'Charities make a huge contribution to well-being.',
    'The firm signed a voluntary code of practice.',
    'A voluntary redundancy scheme was announced by the Department.',
    'The Minister met charities to discuss the new register.',
    'Charities received record donations from the public.',
    'Social enterprises employ 800,000 people and contribute to the economy.',
    'Aid agencies and NGOs are working in Sudan with the Government.',
    'Staff chose a local hospice as their charity of choice.',
    'Prime contractors deliver the services at a loss.',
    'A mutual society for savers was fined.',
  ])('"%s" is not', (text) => {
    expect(about(text)).toBe(false)
  })

  test('the words that decided it are given', () => {
    const { because } = readPassage('Charities deliver public services.', lexicon).aboutSector
    expect(because.join('; ')).toContain('the sector: "charities"')
    expect(because.join('; ')).toContain('public services')
  })
})

describe('programmes are known by name, alias and description', () => {
  test.each<[string, string[]]>([
    ['The Work Programme began in June.', ['work-programme']],
    ['The plan to outsource probation went to private firms.', ['transforming-rehabilitation']],
    ['TFP had no effect on truancy.', ['troubled-families']],
    ['The scale of the spending cuts to the sector is not known.', ['government-funding-of-charities']],
    [
      'Grant funding from local government was once a main income of charities.',
      ['government-funding-of-charities'],
    ],
    ['Commissioners seldom build voluntary sector provision into contracts.', ['vcse-public-procurement']],
    ['The Government cannot contract with so many small charities.', ['vcse-public-procurement']],
    ['Social enterprise spin outs run NHS clinics.', ['public-service-mutuals']],
    ['Few charities recover the cost of services run on behalf of councils.', ['vcse-public-procurement']],
    ['Charities account for 0.4% of central government expenditure.', ['government-funding-of-charities']],
    ['Restart will help a million people.', ['restart-scheme']],
    ['Over 63,000 young people have started Kickstart jobs.', ['kickstart-scheme']],
    ['Each CRC lost money.', ['transforming-rehabilitation']],
    ['The LCF is an £80m fund.', ['life-chances-fund', 'social-impact-bonds']],
    ['The Big Society Bank opened.', ['big-society-capital']],
    ['This is the Big Society at work.', ['big-society-open-public-services']],
    ['Personal budgets reached half of users.', ['personal-budgets']],
    ['Some 14 families had their lives turned around.', ['troubled-families']],
    ['Charities win 5% of government contracts.', ['vcse-public-procurement']],
    ['Charities get £12.1bn a year from the Government.', ['government-funding-of-charities']],
    ['The number of local compacts fell.', ['compact']],
    ['The Covenant resets the partnership between government and civil society.', ['civil-society-covenant']],
  ])('"%s" names %j', (text, expected) => {
    expect(named(text)).toEqual(expected)
  })

  test.each([
    'We must kick-start the economy.',
    'The Commission published its annual Work Programme.',
    'The Military Covenant was broken.',
    'Deeds of covenant were abolished.',
    'He had to restart the engine.',
    'A compact area is easier to police.',
    'Farmers await their direct payments.',
    'Direct payments in the NHS are new.',
    'The programme was late and it was dear.',
    'The WP was written in 1995.',
  ])('"%s" names none', (text) => {
    expect(named(text)).toEqual([])
  })

  test('a programme the evidence does not hold is not found', () => {
    const few = parseLexicon({ words: readWords(), programmes: programmes.slice(0, 1) })
    expect(
      readPassage('Social impact bonds and the Work Programme.', few).programmes.map((one) => one.id),
    ).toEqual(['work-programme'])
  })
})

describe('the kind follows the strongest clause on topic', () => {
  test.each<[string, string]>([
    ['We will give charities contracts to run probation services.', 'pledge'],
    ['The Government is committed to working with charities to deliver public services.', 'pledge'],
    ['By 2010 each council should have a charity to run the advice service.', 'pledge'],
    ['Charities are expected to win a third of the probation contracts.', 'forecast'],
    ['The scheme is on track to meet its target of charities in its supply chain.', 'forecast'],
    ['Charities have won 19 public contracts.', 'description'],
    ['The voluntary sector has a vital role to play in public services.', 'principle'],
    ['Charities should never be left to replace the state.', 'principle'],
    ['To ask the Secretary of State what plans he has to use charities in probation services.', 'none'],
    ['What steps is he taking to help charities bid for public contracts?', 'none'],
    ['Is he aware that 19 charities have lost their council contracts?', 'description'],
    ['The weather will be fine.', 'none'],
  ])('"%s" is %s', (text, expected) => {
    expect(kind(text)).toBe(expected)
  })
})
