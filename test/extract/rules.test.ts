// Does the extractor follow the rules by which passages are labelled, in words that no label has? Every sentence is
// invented: many forms of each rule, so that a list fitted to a few documents fails here.
import { describe, expect, test } from 'vitest'
import { parseLexicon, readPassage } from '../../src/extract/index.ts'
import { readEvidence, readWords } from './lexicon-of-data.ts'

const lexicon = parseLexicon({ words: readWords(), ...readEvidence() })
const lines = (text: string): string[] => text.trim().split('\n')

describe('about the sector', () => {
  test.each(
    lines(`
It is hard to find a figure for the spending cuts to the sector.
In May we launched a £4 million fund for charities giving shelter to tenants.
Just over £2.5 million has already been paid to 61 successful charities.
The £7 million Invented Transition Fund, supporting 40 voluntary sector projects.
Mentoring by the charities cut reconvictions in the first group.
Work with the prisoners is carried out by a consortium of third sector bodies.
The sector is fewer than a tenth of the suppliers.
Over 30 charities benefited from the £2 million emergency fund.
Voluntary sector led projects helped 900 people into settled accommodation.
There were 70 mutuals employing 9,000 people and delivering public services.
The council has handed its youth clubs to a local charity.
Community groups have taken over three libraries in the borough.
Hospitals rely on charities to drive patients home.
Parish volunteers and faith groups now feed families whom the benefits system has failed.
The Ministry of Justice will pay charities to mentor people who leave prison.
A third of addiction treatment in England is provided by the voluntary sector.
The Department gave £3m to women's refuges run by charities.
Social enterprises won nine of the twelve lots.
Voluntary groups have lost half of their council grants.
We shall ask charities to play a greater part in running Jobcentre support.
Without charities, the NHS could not discharge patients at weekends.
Small charities were shut out of the bidding.
Local authorities must consult, then commission, voluntary organisations for short breaks.
Charities pick up the pieces when the state withdraws.
The voluntary sector has been left to fill the gap left by council closures.
Ministers hope that churches and faith groups will run more schools and nurseries.
The sector gets most of its income from local authorities.
Not-for-profit providers hold the largest share of the homelessness contracts.
Third sector bodies were told to lower their prices or lose the work.
Our reforms put charities at the heart of probation.
The State should stop using charities as a cheap substitute.
VCS organisations are subcontracted by the primes.
Does the Minister agree that voluntary bodies do a better job than the council?
Mutuals that left the NHS now run district nursing in Kent.
User-led organisations should support disabled people who hold a budget from the council.
Citizens advice bureaux lost their legal aid contracts.
The Government intends civil society to have a bigger role in public life and services.
He asked what support is given to voluntary youth organisations by the Department.
Charities were paid late by prime contractors.
Many DPULOs give advice on behalf of the council.
The charity Nacro houses offenders for the Ministry.
Funding from central government to charities has collapsed.
Grants to the voluntary sector have been cut by the borough.
Half of our drug services are run by charities.
Contracts are too large for small charities.
We are working with the Prince's Trust and others to get young people off benefits.
Councils spent £7bn with voluntary organisations.
The Cabinet Office wants a quarter of spending to reach social enterprises.
The mutual took over the council's care homes.
Commissioners prefer large companies to local charities.
The Work and Health Programme uses charities as specialist providers.
Housing support provided by charitable housing associations was cut by the council.
Voluntary organisations help the Home Office to resettle refugees.
The Prison Service works with 900 charities.
Faith-based organisations deliver much of the support for asylum seekers on behalf of the state.
The TSO share of the supply chain fell.
Non-profits were excluded from the procurement.
Public bodies owe charities for work done.
Community interest companies provide school meals for the county council.
The Government is failing to fund charities properly for the services they provide.
Charities that hold government contracts were gagged.
Charities have been invited to bid to run the National Citizen Service.
Hostels run by voluntary agencies depend on Supporting People money.
The sector delivers public services at lower cost.
Voluntary adoption agencies place children for councils.
Independent and charitable providers supply most places in children's homes.
VSOs hold a small part of council contracts.
Whitehall should widen its engagement with the voluntary sector.
The voluntary sector could do some tasks better than the public sector.
State spending on the voluntary sector has stood still.
Emmaus gets money from a good many statutory bodies.
How she plans to see that charities play a full part in the rehabilitation of offenders.
`),
  )('%s', (text) => {
    expect(readPassage(text, lexicon).aboutSector).toMatchObject({ decided: true })
  })
})

describe('not about the sector', () => {
  test.each(
    lines(`
Surplus PPE was sent by the NHS to hospices and community organisations.
The charity's trustees resigned over the accounts.
Charities raised £40m on Red Nose Day.
The lottery gave £3m to charities.
Charity shops will get rate relief.
Thousands volunteer for charities every week.
A charity has criticised the Government's benefit reforms.
Charities told the committee that the bill is flawed.
The Minister visited a charity in Leeds.
The register lists 160,000 charities.
The voluntary sector employs 900,000 people.
Voluntary sector pay rose by 2 per cent.
The industry's voluntary code has failed.
Firms may join the voluntary register.
The Voluntary Code on food labels was welcomed by Government.
She took voluntary redundancy from the council.
Civil society in Myanmar needs our help, the Foreign Office said.
NGOs have called on the Government to halt arms sales.
The Government will consult charities on the new reporting rules.
Charities may claim back VAT on some goods.
The Charity Commission is a government department.
Building societies and mutuals should lend more.
Donors gave generously to the charity after the flood.
The Government will match donations to the appeal.
The local hospice does wonderful work.
Housing associations are regulated by the state.
The Department commissioned the providers for two years.
Private firms won all the probation contracts.
Organisations will be paid by results.
Surplus computers were given to charities by the Department.
Social investment will grow to £1bn.
The Government supports volunteering.
The Minister chairs a charity.
Charities support Amendment 12.
The Government aided the charity sector in its fight against fraud.
Members of the charity met the Prime Minister.
Our aid reaches Yemen through charities and UN agencies.
Charity begins at home.
The council gave land to the football club.
He is chief executive of a charity and a former minister.
The Bill will change the law on charities.
The summit launched the Civil Society Covenant with the Prime Minister.
The village lives by the voluntary and charitable work of its people, and governments come and go.
A charity gives riding lessons to children.
Charities help families with their bills.
`),
  )('%s', (text) => {
    expect(readPassage(text, lexicon).aboutSector).toMatchObject({ decided: false })
  })
})

describe('kind: pledge', () => {
  test.each(
    lines(`
Prime contractors will be expected to work with small charities.
A bill would introduce a commissioner to whom charities with public contracts may complain.
The minister said that contracts would be designed so that charities could win them.
We will give charities a bigger share of probation contracts.
The Department will publish the share of contracts won by charities.
Councils must consider charities when they award contracts.
Prime contractors shall pay charities in their supply chains within 30 days.
The Government is committed to opening up public services to charities.
Our aim is for charities to run a third of the services.
Ministers have promised that charities will win a fair share of council contracts.
The Minister pledged to double council grants to charities.
We want to see more charities delivering public services.
The Government wants charities to run more public services.
We do not intend to let charities be squeezed out of the supply chain.
The Government has no plans to cut grants to charities.
We will not allow prime contractors to use charities as bid candy.
We are determined to see charities in every supply chain.
A new fund will be launched to help charities bid for contracts.
He said that the Government would fund charities to run the services.
Every council should have a user-led organisation by 2010.
The National Citizen Service will run until 2025.
The Department intends to commission more services from charities.
We expect prime contractors to work with charities.
The target is for charities to win 15% of public contracts by 2016.
We plan to bring charities into the probation supply chain.
I am going to make sure charities can bid for these contracts.
The Bill will require councils to consider bids from charities.
The strategy sets out proposals to make it easier for charities to win contracts.
The Government's ambition is for charities to play a bigger role in public services.
We are seeking to ensure charities can bid for public contracts.
Charities will be paid promptly for the public services they deliver.
The council will continue to fund local charities.
`),
  )('%s', (text) => {
    expect(readPassage(text, lexicon).kind.kind).toBe('pledge')
  })
})

describe('kind: description', () => {
  test.each(
    lines(`
The review asks how councils fund charities to deliver the vision for health.
When the government announced its plans, charities had already delivered the services.
The Work Programme is for people at risk of long unemployment.
Direct payments are intended to give disabled people control of their social care.
Charities deliver a third of addiction services for councils.
The Government has announced a fund for charities that run public services.
Charities have won 19 council contracts.
The Work Programme was launched in 2011.
Council grants to charities fell by 10%.
Councils are cutting grants to charities.
The Work Programme pays providers by results.
The fund aims to help charities bid for contracts.
Small charities have been excluded from public contracts.
More than half of the charities surveyed said they had lost council funding.
We have already given charities £5m to help them win contracts.
Charities are being asked to do more for less by councils.
The Government funds charities to provide advice services.
The Social Value Act requires commissioners to consider social value.
Our officials are working with charities to improve probation services.
Is the Minister aware that charities have lost a third of their council grants?
`),
  )('%s', (text) => {
    expect(readPassage(text, lexicon).kind.kind).toBe('description')
  })
})

describe('kind: principle', () => {
  test.each(
    lines(`
The Ministry needs to commit to publishing what charities with contracts are paid.
Charities may be best placed to deliver public services.
The department has to improve how it pays charities for public services.
I want to thank the charities that do such valuable work in our prison services.
Charities play a vital role in delivering public services.
Charities should not be used to replace the state.
Councils ought to give contracts to charities.
It is right that charities should be paid in full for public services.
We believe in charities delivering public services.
The voluntary sector has an important part to play in probation services.
Charities are often best placed to deliver public services.
Charities need full cost recovery on public contracts.
The committee recommends that councils pay charities on time for services.
I pay tribute to the charities that deliver services for our prisons.
We recognise the crucial contribution charities make to public services.
The voluntary sector is an essential partner in delivering public services.
I urge councils to protect grants to charities.
Charities can reach people whom public services cannot.
Charities must never be seen as a cheap way of delivering public services.
Does he agree that charities play a vital role in delivering public services?
Does the Minister agree that charities should be paid in full for public services?
Will he accept that charities must not be a substitute for public services?
`),
  )('%s', (text) => {
    expect(readPassage(text, lexicon).kind.kind).toBe('principle')
  })
})

describe('kind: forecast', () => {
  test.each(
    lines(`
Charities are expected to win a third of the probation contracts.
Many charities could lose their council grants.
The reforms are likely to squeeze charities out of probation.
It is estimated that charities will receive £100m a year from the Work Programme.
Charities will play a big role in probation services.
Charities face closure if council grants are cut.
The changes will mean that small charities lose contracts.
We anticipate that charities will win more council contracts.
The Work Programme may drive charities out of business.
We are on track to meet our target for contracts with charities.
This will open up more public services to charities.
The department hopes that charities will bid for the contracts.
The cuts threaten council services run by charities.
The Work Programme is set to help two million people.
Charities fear that they will be squeezed out of the Work Programme.
Ministers believe that charities will win half the contracts.
`),
  )('%s', (text) => {
    expect(readPassage(text, lexicon).kind.kind).toBe('forecast')
  })
})

describe('kind: none', () => {
  test.each(
    lines(`
What steps is the Minister taking to help charities win public contracts?
To ask the Secretary of State what grants his Department has made to charities.
How many charities hold Work Programme contracts?
Will the Minister ensure that charities can bid for probation contracts?
Does the Minister plan to review council grants to charities?
When will the Government publish figures on charities in the Work Programme?
If he will make a statement on charities in the Work Programme.
Whether she plans to increase grants to charities that run public services.
`),
  )('%s', (text) => {
    expect(readPassage(text, lexicon).kind.kind).toBe('none')
  })
})

describe('programmes: ids, if any, then the sentence', () => {
  test.each(
    lines(`
work-programme | The Work Programme is not working.
work-programme | Providers on the Government's Work Programme were paid late.
work-programme | the flagship Work Programme has missed its targets
work-programme | Work programme providers told the Select Committee that they were paid late.
none | Parliament's work programme for the autumn is full.
none | The committee agreed its work programme.
none | The European Commission adopted its Work Programme for 2012.
none | The Council will publish its annual work programme.
none | We need a work programme for the prison.
restart-scheme | The Restart Scheme began in 2021.
restart-scheme | Restart providers include no charity.
none | We must restart talks.
none | Restart your computer.
kickstart-scheme | Kickstart has made 100,000 jobs.
kickstart-scheme | Young people on Kickstart were paid the minimum wage.
none | This will kickstart growth.
none | The plan will kick-start the economy.
compact | The Compact sets out how government and the sector work together.
compact | Local compacts have lapsed.
compact | The renewed Compact was signed in 2010.
none | Ours is a compact city.
none | The compact disc was invented in 1979.
none | A compact between the parties was signed.
civil-society-covenant | The Civil Society Covenant was launched in July.
civil-society-covenant | Our Covenant with civil society is a fresh start.
none | The Armed Forces Covenant protects veterans.
none | The Military Covenant has been broken.
none | Restrictive covenants bind the land.
transforming-rehabilitation | The CRCs failed to deliver.
transforming-rehabilitation | Community rehabilitation companies supervised low-risk offenders.
transforming-rehabilitation | Transforming Rehabilitation split the service in two.
none | The CRC Energy Efficiency Scheme was closed.
big-society-open-public-services | This is what the Big Society means.
big-society-open-public-services | The Open Public Services White Paper was published.
big-society-open-public-services | We will open up our public services to new providers.
big-society-capital | Big Society Capital has invested £100m.
big-society-capital | The Big Society Bank will open in April.
none | Big societies need big states.
national-citizen-service | The NCS reached 90,000 places.
national-citizen-service | National Citizen Service is for 16-year-olds.
troubled-families | The Troubled Families programme has turned lives around.
troubled-families | Some 116,000 families have had their lives turned around.
none | Many troubled children live in poor families.
personal-budgets | Everyone eligible will have a personal budget by 2013.
personal-budgets | Direct payments give disabled people control of their social care.
none | Farmers receive direct payments from Brussels.
none | Direct payments of benefit go to the landlord.
none | Personal health budgets are offered by the NHS.
social-impact-bonds | Thirty social impact bonds are running.
social-impact-bonds | SIBs pay by results.
life-chances-fund social-impact-bonds | The Life Chances Fund closed in 2025.
public-service-mutuals | Public service mutuals employ 35,000 people.
public-service-mutuals | Staff have taken over their service and run it as a mutual owned by them outside the NHS.
none | The mutual society for savers has merged.
vcse-public-procurement | Charities won 4 per cent of public contracts.
vcse-public-procurement | Few voluntary organisations win contracts from local councils.
vcse-public-procurement | Public procurement shuts out small charities.
vcse-public-procurement | Social enterprises should win a bigger share of government contracts.
none | A charity in Hull lost its contract.
none | The council let the contract to a charity.
government-funding-of-charities | Government funding of the voluntary sector has halved.
government-funding-of-charities | Charities get a third of their income from the state.
government-funding-of-charities | Council grants to voluntary organisations were cut by 40%.
government-funding-of-charities | The sector receives £15bn a year from government.
government-funding-of-charities | Cuts to the voluntary sector by councils have been deep.
none | The Department gave a grant to one charity.
government-grants | The Department's grants to voluntary organisations totalled £40m.
government-grants | Central government grants came to £170bn.
employer-nics-2025-charities | The rise in employer national insurance contributions will cost charities £1.4bn.
employer-nics-2025-charities | Charities face higher employers' NICs.
none | The employer national insurance rise hits pubs.
social-value-act | The Public Services (Social Value) Act came into force.
social-value-act | Commissioners must have regard to the Social Value Act.
uk-shared-prosperity-fund | The UK Shared Prosperity Fund replaces European money.
work-and-health-programme | The Work and Health Programme ended in 2024.
connect-to-work | Connect to Work will help 300,000 people.
community-right-to-challenge | The community right to challenge has hardly been used.
probation-dynamic-framework | The Probation Dynamic Framework is open to small charities.
civil-society-strategy-2018 | The Civil Society Strategy was published in 2018.
ics-vcse | Integrated care systems should treat charities as partners.
esf-families-multiple-problems | The ESF scheme for families with multiple problems missed its target.
none | The programme was late.
none | The scheme pays by results.
`).map((line) => line.split(' | ') as [string, string]),
  )('%s: %s', (ids, text) => {
    const found = readPassage(text, lexicon).programmes.map(({ id }) => id)
    expect(found.sort().join(' ')).toBe(ids.replace('none', ''))
  })
})

describe('claims: comparator, value, unit, deadline, and the sentence', () => {
  test.each(
    lines(`
at-least 40 organisations | At least 40 charities run probation services.
at-least 40 organisations | No fewer than 40 charities run probation services.
at-least 40 organisations | Forty or more charities run probation services.
about 40 organisations | Some 40 charities run probation services.
nearly 40 organisations | Nearly 40 charities run probation services.
nearly 40 organisations | Just under 40 charities run probation services.
up-to 40 organisations | Up to 40 charities may run probation services.
up-to 40 organisations | As many as 40 charities run probation services.
exactly 40 organisations | Only 40 charities run probation services.
between 40 50 organisations | Between 40 and 50 charities run probation services.
between 40 50 organisations | 40 to 50 charities run probation services.
between 35 40 percent | Charities run 35-40% of the probation services.
between 35 40 percent | Charities run 35% to 40% of the probation services.
between 5000000 7000000 gbp | Charities hold between £5m and £7m of council contracts.
between 5000000 7000000 gbp | Charities hold £5-7m of council contracts.
about 33.3 percent | One in three council contracts went to charities.
about 20 percent | One in every five council contracts went to charities.
about 40 percent | Two out of five council contracts went to charities.
about 75 percent | Three-quarters of council contracts went to charities.
at-least 50 percent | More than half of council contracts went to charities.
at-most 25 percent | Less than a quarter of council contracts went to charities.
nearly 66.7 percent | Almost two thirds of council contracts went to charities.
most percent | Most council contracts went to charities.
most percent | The majority of council contracts went to charities.
most percent | The vast majority of council contracts went to charities.
most percent | Most of the council contracts went to charities.
about 50 percent | Half the council contracts went to charities.
about 50 percent | Half of all council contracts went to charities.
about 100000000 gbp | Charities receive £100m a year from councils for services.
at-least 1500000000 gbp | Charities receive over £1.5 billion a year in council contracts.
exactly 15700000000 gbp | Charities received £15.7bn in government funding.
about 3000000 gbp | Charities received £3m in government funding.
exactly 12345 gbp | Charities received £12,345 in government funding.
about 500000 gbp | Charities received £500,000 in government funding.
about 500000 gbp | Charities received half a million pounds in government funding.
about 2500000 gbp | Charities received two and a half million pounds in government funding.
increase 12 percent | Government funding of charities rose by 12 per cent.
increase 12 percent | Government funding of charities rose 12 per cent.
decrease 200000000 gbp | Government funding of charities has fallen by around £200 million.
exactly 4100000000 gbp, exactly 5200000000 gbp | Government funding of charities fell from £5.2bn to £4.1bn.
increase 100 percent | Government funding of charities doubled.
increase 100 percent | Government funding of charities more than doubled.
decrease 50 percent | Government funding of charities has halved since 2010.
about 9000000000 gbp, increase 200 percent | Government funding of charities tripled to £9bn.
decrease 12 percent | There was a 12% cut in government funding of charities.
decrease 3000000 gbp | There was a cut of £3m in government funding of charities.
decrease 12 percent | Government funding of charities is down 12%.
decrease 12 percent | Government funding of charities is 12% lower than in 2010.
increase 33.3 percent | Government funding of charities grew by a third.
exactly 4100000000 gbp, exactly 5200000000 gbp | Government funding of charities fell to £4.1bn, down from £5.2bn.
increase 200 percent | Three times as many charities win council contracts.
increase 400 percent | There was a fivefold increase in charities winning council contracts.
hundreds-of 200 organisations | Hundreds of charities will run probation services.
hundreds-of 2000 organisations | Thousands of charities run council services.
hundreds-of 20000 organisations | Tens of thousands of charities run council services.
hundreds-of 200000000 gbp | Hundreds of millions of pounds went to charities for council services.
hundreds-of 24 organisations | Dozens of charities run council services.
exactly 40 organisations by 2014 | We will pay 40 charities to run council services by 2014.
exactly 40 organisations by 2015-03 | By March 2015 we will pay 40 charities to run council services.
exactly 40 organisations by 2014 | We will pay 40 charities to run council services by the end of 2014.
exactly 40 organisations by 2015-03-31 | We will pay 40 charities to run council services by 31 March 2015.
exactly 40 organisations by 2015 | We will pay 40 charities to run council services by 2014-15.
exactly 18 organisations | On 3 May 2012 the Work Programme had 18 primes.
exactly 18 organisations, exactly 2 organisations | The Work Programme has 18 prime contractors, two of which are charities.
exactly 18 organisations, exactly 2 organisations | Of the 18 prime contractors of the Work Programme, only two are voluntary bodies.
none | The Work Programme lasts 2 years for each claimant.
none | People aged 18 to 24 join the Work Programme after 9 months.
exactly 5 count | Section 3 of the Act puts the Work Programme in five regions.
none | The Work Programme has 3 aims.
exactly 738123 count | Work Programme referrals reached 738,123.
about 12000 count | There were 12,000 referrals to the Work Programme in 2011.
exactly 1200000 people | 1.2 million people joined the Work Programme.
about 1000000 people | One million people joined the Work Programme.
about 1000000 people | A million people joined the Work Programme.
at-least 1000000 people | Over one million people joined the Work Programme.
about 22000 count | The Work Programme helped 22,000 families.
exactly 30 places | The Work Programme made 30 placements.
exactly 60 places | The charity runs a 60-bed probation hostel for the Ministry of Justice.
exactly 1 organisations | It was the only charity to win a Work Programme contract.
exactly 1 organisations | Just one charity won a Work Programme contract.
none | Several charities won Work Programme contracts.
none | Not 40 charities but a handful won Work Programme contracts.
at-least 20000000 gbp | Firms need a turnover above £20m to bid for Work Programme contracts.
about 300 contracts, exactly 45500000 gbp | Charities won 300 council contracts worth £45.5m.
exactly 12 percent, exactly 48 organisations | 48 charities (12%) won council contracts.
exactly 12 percent, exactly 15 percent, exactly 8 percent | Charities won 8, 12 and 15 per cent of council contracts.
between 20 25 contracts | Charities won 20 to 25 of the council contracts.
exactly 12 percent, exactly 15 percent | The share of council contracts won by charities rose from 12% to 15%.
exactly 12 percent | Charities won 12 per cent. of council contracts.
increase 12.5 percent | Charities won 12.5 percentage points more of council contracts.
at-least 20000000 gbp | Upwards of £20 million in council contracts went to charities.
at-least 20000000 gbp | Council grants to charities totalled £20 million or more.
at-most 10000 gbp | Council grants to charities of less than £10,000 were ended.
decrease 40 percent | Council grants to charities were cut by up to 40 per cent.
decrease 50 percent | Council grants to charities have been cut by more than a half.
decrease 20 percent | Council grants to charities saw a reduction of nearly 20%.
about 5000000 gbp | An extra £5m will go to charities for council services.
exactly 20 organisations | A further 20 charities won council contracts.
exactly 25 organisations | Twenty-five charities won council contracts.
about 200 organisations | Two hundred charities won council contracts.
exactly 12 organisations | A dozen charities won council contracts.
about 33.3 percent | Charities won a third of council contracts by value.
exactly 15 percent by 2016-04 | The target is for charities to win 15% of council contracts by April 2016.
at-least 15 percent by 2016 | Charities should win at least 15% of council contracts by 2016.
at-least 15 percent | A minimum of 15% of council contracts should go to charities.
at-most 15 percent | A maximum of 15% of council contracts should go to charities.
none | Charities get 90p in every pound from the council.
about 80 percent | Eight in ten charities deliver council services.
about 80 percent | 8 in 10 charities deliver council services.
about 80 percent | 80% of charities deliver council services.
exactly 85 percent | 85% of charities deliver council services.
about 100000 count | Charities deliver 100,000 council services.
about 1500 organisations, about 3400000 gbp | Around 1,500 voluntary groups lost council grants worth some £3.4m.
exactly 1900000000 gbp, exactly 2300000000 gbp | Charities won £2.3 billion of council contracts in 2019-20, up from £1.9 billion the year before.
about 1000 people, exactly 5 percent | The Work Programme found jobs for 5% of 1,000 claimants.
about 250000 people | A quarter of a million people joined the Work Programme.
about 450 organisations | The number of charities with council contracts increased to 450.
increase 45 organisations | The number of charities with council contracts increased by 45.
exactly 451 organisations, increase 45 organisations | The number of charities with council contracts increased by 45 to 451.
decrease 40 organisations | There were 40 fewer charities with council contracts.
increase 100 percent | There were twice as many charities with council contracts.
about 25 percent | 1 in 4 council contracts go to charities.
about 90 percent | Nine out of ten council contracts go to charities.
about 4000 organisations | 4,000 or so charities hold council contracts.
about 3200000000 gbp | Charities hold council contracts worth approximately £3.2bn.
exactly 3.5 percent, exactly 3200000000 gbp | Charities hold council contracts worth £3.2bn, or 3.5 per cent of the total.
at-least 4000 contracts | Charities hold in excess of 4,000 council contracts.
at-most 3 percent | No more than 3% of council contracts go to charities.
at-most 3 percent | Under 3% of council contracts go to charities.
about 3000000000 gbp by 2020 | Council contracts with charities will reach £3bn by 2020.
about 80000000 gbp | The Fund will pay charities £80 million over five years for probation services.
about 1200 gbp | Charities were paid £1,200 per participant on the Work Programme.
exactly 31 count | Social impact bonds: 31 have been set up.
exactly 31 count | Thirty-one social impact bonds have been launched.
exactly 5 percent | Five per cent of charities hold council contracts.
about 20 percent | Twenty per cent of charities hold council contracts.
about 90000 people | About 90,000 16- and 17-year-olds joined the National Citizen Service.
exactly 21 count | Nearly all of the 21 Work Programme areas have a charity.
none | The Work Programme uses some of the biggest and most trusted charities.
exactly 10 organisations, exactly 90 organisations | Ten mutuals ran public services in 2009 and 90 in 2014.
about 3000000 gbp | Backed-up by £3 million, charities will run probation services.
about 4000 places | The Kickstart Scheme pays for 4,000 good 6 month placements.
about 230 organisations | Of those charities, 230 hold council contracts.
exactly 14 count | The council pays charities for 14 day centres.
none | Charities get council money for 14 days a year.
`).map((line) => line.split(' | ') as [string, string]),
  )('%s: %s', (wanted, text) => {
    const found = readPassage(text, lexicon).claims.map(({ comparator, value, valueHigh, unit, deadline }) =>
      [comparator, value, valueHigh, unit, deadline && `by ${deadline}`]
        .filter((one) => one !== null)
        .join(' '),
    )
    expect(found.sort().join(', ')).toBe(wanted.replace('none', ''))
  })
})
