// scrapers/parliament-answers: what did ministers answer? Lists are cut at 255 characters, so each answer is read by itself.
import {
  defineScraper,
  documentFinding,
  html,
  printedDate,
  textOf,
} from '../../../../../dist/src/collect/index.js'

const API = '/api/writtenquestions/questions'

export default defineScraper({
  title: 'Written answers',
  publisher: 'UK Parliament',
  licence: 'OPL-3.0',
  cadence: '40 6 * * *',
  baseUrl: 'https://questions-statements-api.parliament.uk',
  expected: { min: 2, max: 1000 },
  handles: (url) => url.hostname === 'questions-statements-api.parliament.uk' && url.pathname.startsWith(API),
  start: () => ({ pages: [`${API}?skip=0&take=2`] }),
  parse(page, { each }) {
    const found = page.json()
    if (found.results) {
      const skip = Number(new URL(page.url).searchParams.get('skip'))
      const more = skip + 2 < found.totalResults ? [`${API}?skip=${skip + 2}&take=2`] : []
      return { follow: [...found.results.map(({ value }) => `${API}/${value.id}`), ...more] }
    }
    return each([found.value], (value) =>
      documentFinding(`answer-${value.id}`, {
        url: `https://questions-statements.parliament.uk/written-questions/detail/${value.dateTabled.slice(0, 10)}/${value.uin}`,
        title: value.heading,
        date: printedDate(value.dateAnswered),
        body: value.answeringBodyName,
        speakers: [],
        paragraphs: html(value.answerText)('p')
          .toArray()
          .map((element) => ({ text: textOf(html('')(element)) }))
          .filter(({ text }) => text !== ''),
        type: 'written answer',
        status: 'live',
        licence: 'OPL-3.0',
      }),
    )
  },
})
