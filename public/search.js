// What is found, while the reader is still typing? The server searches; this shows its answer without a new page.
const form = document.querySelector('form.search')
const input = form?.querySelector('input[type="search"]')
const total = document.querySelector('.total')
const list = document.querySelector('.results')

const make = (name, className, ...content) => {
  const element = document.createElement(name)
  if (className !== '') element.className = className
  element.append(...content)
  return element
}

let timer = 0
let running = null

async function show() {
  running?.abort()
  running = new AbortController()
  const query = new URLSearchParams(new FormData(form))
  try {
    const answer = await fetch(`/search.json?${query}`, { signal: running.signal })
    if (!answer.ok) return
    const { data } = await answer.json()
    total.textContent = data.said
    list.replaceChildren(
      ...data.results.map(({ kind, title, about, href, reviewed }) => {
        const link = make('a', '', title)
        link.href = href
        const note = `${about}${reviewed ? '' : ' · found by machine, not reviewed'}`
        return make('li', '', make('p', '', make('span', 'badge', kind), ' ', link), make('p', 'note', note))
      }),
    )
    history.replaceState(null, '', `/search?${query}`)
  } catch (error) {
    // A newer question took this one's place; or the line is down, and the button still works.
    if (error.name !== 'AbortError') return
  }
}

if (form && input && total && list) {
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(show, 120)
  })
}
