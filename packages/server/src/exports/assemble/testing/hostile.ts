/** Texts that spreadsheets like to take for something else. */
export const HOSTILE_TEXTS = [
  '=HYPERLINK("http://x","y")',
  '+1',
  '-1',
  '@SUM(A1)',
  '007',
  '1899-12-31',
  '123456789012345678901234567890',
  'line\nend',
  'carriage\r\nreturn',
  'lone\rreturn',
  '"quoted", <tags> & \'more\'',
  ' spaces ',
  'tab\there',
  '😀 עברית العربية',
  'TRUE',
  '1e5',
]
