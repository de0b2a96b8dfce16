// What does the verdict become when the leeway is moved? The table was worked out on the server; this only points at its rows.
for (const box of document.querySelectorAll('.tolerance')) {
  const rows = [...box.querySelectorAll('tr[data-tolerance]')]
  const start = rows.findIndex((row) => row.dataset.tolerance === '1')
  if (rows.length < 2 || start < 0) continue

  const cells = (row) => [...row.cells].map((cell) => cell.textContent.trim())
  const label = document.createElement('label')
  label.textContent = 'Move the leeway'
  label.htmlFor = 'leeway-slider'
  const slider = document.createElement('input')
  Object.assign(slider, {
    type: 'range',
    id: 'leeway-slider',
    min: 0,
    max: rows.length - 1,
    step: 1,
    value: start,
  })
  const output = document.createElement('output')
  output.htmlFor.add('leeway-slider')

  const show = () => {
    const row = rows[slider.valueAsNumber]
    for (const other of rows) other.classList.toggle('chosen', other === row)
    const [leeway, band] = cells(row)
    slider.setAttribute('aria-valuetext', cells(row).join(', '))
    output.replaceChildren(
      `${leeway}: ${band}. `,
      ...[...row.cells[2].childNodes].map((node) => node.cloneNode(true)),
    )
  }
  slider.addEventListener('input', show)
  const place = document.createElement('div')
  place.className = 'slider'
  place.append(label, slider, output)
  box.prepend(place)
  show()
}
