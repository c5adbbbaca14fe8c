/** Chance that is wholly decided by its seed: the same on every machine. */

/** Mixes some whole numbers into one of 32 bits; every bit of each changes about half of the result. */
export function hash(...numbers: number[]): number {
  let mixed = 0x9e3779b9
  for (const number of numbers) {
    // Times in ms need more than 32 bits: both halves count.
    mixed = mixWord(mixed ^ (number | 0))
    mixed = mixWord(mixed ^ Math.floor(number / 0x1_0000_0000))
  }
  return mixed >>> 0
}

/** A number in [0, 1) that depends on nothing but the numbers given. */
export function chance(...numbers: number[]): number {
  return hash(...numbers) / 0x1_0000_0000
}

/** A stream of chances; plain data, so that it can be copied with what owns it. */
export interface Dice {
  state: number
}

/** The next number in [0, 1) of a stream: a counter, mixed, so that the period is the full 2^32. */
export function roll(dice: Dice): number {
  dice.state = (dice.state + 0x6d2b79f5) >>> 0
  return mixWord(dice.state) / 0x1_0000_0000
}

/**
 * How often something happens that happens `mean` times on average. Counts the terms of a product up to a mean of
 * poissonExactMax; above it the normal distribution is close enough.
 */
export function poisson(mean: number, dice: Dice): number {
  if (mean <= 0) return 0
  if (mean > poissonExactMax) {
    const normal = Math.sqrt(-2 * Math.log(1 - roll(dice))) * Math.cos(2 * Math.PI * roll(dice))
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal))
  }
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = roll(dice); product > limit; product *= roll(dice)) count += 1
  return count
}

/** Bounds the loop of poisson: more terms than a few times this do not occur. */
const poissonExactMax = 60

/** Finaliser in the manner of MurmurHash3: xor-shifts and odd multipliers. */
function mixWord(word: number): number {
  let mixed = word | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
