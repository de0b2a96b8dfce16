// What is the mark under the pointer? A browser shows its title late, and never on a touch screen; this shows it at once.
for (const chart of document.querySelectorAll('.timeline')) {
  const place = document.createElement('p')
  place.className = 'pointed'
  place.setAttribute('aria-hidden', 'true')
  place.hidden = true
  chart.append(place)

  chart.addEventListener('pointerover', ({ target }) => {
    const title =
      target.closest('svg') && !target.matches('svg') ? target.querySelector(':scope > title') : null
    place.hidden = title === null
    place.textContent = title?.textContent ?? ''
  })
  chart.addEventListener('pointerleave', () => {
    place.hidden = true
  })
}
