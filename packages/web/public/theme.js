// Sets the chosen theme and colours before the first paint. A file of its own, because the page allows no inline script.
try {
  const root = document.documentElement
  const theme = localStorage.getItem('daybook.theme')
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  if (localStorage.getItem('daybook.colours') === 'safe') root.dataset.colours = 'safe'
} catch {
  // Storage is refused: the theme follows the system, the colours are the usual ones.
}
