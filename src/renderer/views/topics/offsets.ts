const digits = new Intl.NumberFormat('en-US')

/** 215,452. Offsets are digits, since they may pass 2^53. */
export function formatOffset(offset: string): string {
  return digits.format(BigInt(offset))
}
