import { abs } from './abs'
import { arrayContains } from './array-contains'
import { arrayJoin } from './array-join'
import { arrayLength } from './array-length'
import { asValue } from './as-value'
import { ceil } from './ceil'
import { chr } from './chr'
import { coalesce } from './coalesce'
import { concat } from './concat'
import { concatWs } from './concat-ws'
import { exp } from './exp'
import { extractjsonfield } from './extractjsonfield'
import { floor } from './floor'
import { formatTimestamp } from './format-timestamp'
import { fromUnixtime } from './from-unixtime'
import { greatest } from './greatest'
import { ifnull } from './ifnull'
import { initcap } from './initcap'
import { instr } from './instr'
import { lcase } from './lcase'
import { least } from './least'
import { len } from './len'
import { ln } from './ln'
import { log } from './log'
import { lpad } from './lpad'
import { mapKeys } from './map-keys'
import { nullif } from './nullif'
import { power } from './power'
import { random } from './random'
import { replace } from './replace'
import { round } from './round'
import { rpad } from './rpad'
import { sign } from './sign'
import { split } from './split'
import { sqrt } from './sqrt'
import { substring } from './substring'
import { timestamptostring } from './timestamptostring'
import { trim } from './trim'
import { trunc } from './trunc'
import { ucase } from './ucase'
import { unixTimestamp } from './unix-timestamp'
import type { ScalarFunction } from './function'

export { bind, type BoundFunction, type ScalarFunction } from './function'

/** Every scalar function. SHOW FUNCTIONS, DESCRIBE FUNCTION and the planner are derived from this list. */
export const scalarFunctions: ScalarFunction[] = [
  abs,
  arrayContains,
  arrayJoin,
  arrayLength,
  asValue,
  ceil,
  chr,
  coalesce,
  concat,
  concatWs,
  exp,
  extractjsonfield,
  floor,
  formatTimestamp,
  fromUnixtime,
  greatest,
  ifnull,
  initcap,
  instr,
  lcase,
  least,
  len,
  ln,
  log,
  lpad,
  mapKeys,
  nullif,
  power,
  random,
  replace,
  round,
  rpad,
  sign,
  split,
  sqrt,
  substring,
  timestamptostring,
  trim,
  trunc,
  ucase,
  unixTimestamp,
]
