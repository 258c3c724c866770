/** English, the language that is always there: one file per part of the app, ICU messages. */
import app from './app.json'
import words from './words.json'
import rail from './rail.json'
import signIn from './sign-in.json'
import report from './report.json'
import search from './search.json'
import range from './range.json'
import histogram from './histogram.json'
import columns from './columns.json'
import groups from './groups.json'
import live from './live.json'
import facets from './facets.json'
import grid from './grid.json'
import status from './status.json'
import states from './states.json'
import problems from './problems.json'
import panel from './panel.json'
import details from './details.json'
import exports from './exports.json'
import schedules from './schedules.json'
import keyboard from './keyboard.json'
import entity from './entity.json'
import reveal from './reveal.json'
import time from './time.json'
import entities from './entities.json'
import catalog from './catalog.json'
import views from './views.json'
import command from './command.json'

export const messages = {
  app,
  words,
  rail,
  signIn,
  report,
  search,
  range,
  histogram,
  columns,
  groups,
  live,
  facets,
  grid,
  status,
  states,
  problems,
  panel,
  details,
  exports,
  schedules,
  keyboard,
  entity,
  reveal,
  time,
  entities,
  catalog,
  views,
  command,
}
