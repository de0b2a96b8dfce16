// Keeps the claims of a pack together from page to page. The pack itself lives in its address: without this script, a
// link starts a new pack, and its page adds to it.
const KEY = 'pack'

const read = () => {
  try {
    return (localStorage.getItem(KEY) ?? '').split(',').filter((id) => id !== '')
  } catch {
    return [] // storage is switched off: every pack starts anew
  }
}
const keep = (ids) => {
  try {
    localStorage.setItem(KEY, ids.join(','))
  } catch {
    // as above
  }
}

// The page of a pack says what is in the basket now; the empty one empties it.
const shown = document.querySelector('[data-basket]')
if (shown) keep(shown.dataset.basket.split(','))
else if (location.pathname === '/pack') keep([])

const links = [...document.querySelectorAll('a[data-pack]')]
const show = () => {
  const ids = read()
  for (const link of links) {
    const id = link.dataset.pack
    const url = new URL(link.href)
    url.searchParams.set('claims', [...new Set([...ids, id])].join(','))
    link.href = url.pathname + decodeURIComponent(url.search)
    link.firstChild.data = ids.includes(id) ? `Open the pack (${ids.length})` : 'Add to pack'
  }
}
for (const link of links) {
  link.addEventListener('click', (event) => {
    const ids = read()
    if (ids.includes(link.dataset.pack)) return
    keep([...ids, link.dataset.pack])
    if (!read().includes(link.dataset.pack)) return
    event.preventDefault()
    show()
  })
}
show()
addEventListener('storage', show)
addEventListener('pageshow', show)
