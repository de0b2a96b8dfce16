// Puts a button under each text that is there to be taken along; `data-copy` names the text.
for (const text of document.querySelectorAll('[data-copy]')) {
  const button = document.createElement('button')
  const said = document.createElement('span')
  button.type = 'button'
  button.textContent = 'Copy'
  button.setAttribute('aria-label', `Copy ${text.dataset.copy}`)
  said.setAttribute('role', 'status')
  said.className = 'note'
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim())
      said.textContent = ' Copied'
    } catch {
      getSelection()?.selectAllChildren(text)
      said.textContent = ' Selected: copy it with your keyboard'
    }
  })
  const line = document.createElement('p')
  line.className = 'copy screen-only'
  line.append(button, said)
  text.after(line)
}
