// Copies a citation, or a question, with one press. Without this, or where the browser does not let a page copy, the text stands to be selected.
const status = document.createElement('p')
status.className = 'sr'
status.setAttribute('role', 'status')
document.querySelector('main')?.append(status)

if (navigator.clipboard) {
  for (const place of document.querySelectorAll('[data-copy]')) {
    const text = place.querySelector('.cite, .ask')
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = 'Copy'
    button.setAttribute('aria-label', `Copy: ${place.dataset.copy}`)
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(text.textContent.trim())
        button.textContent = 'Copied'
        status.textContent = `${place.dataset.copy}: copied`
      } catch {
        getSelection()?.selectAllChildren(text)
        status.textContent =
          'The browser did not let this page copy. The text is selected: copy it with the keyboard.'
      }
    })
    place.querySelector('h3')?.after(button)
  }
}
