import { plain, type Decoder } from './decoder'

/** A long beyond this is more likely something else: a double, or a hash. */
const longMax = 2n ** 53n

/** A double within these is more likely a measured value than chance. */
const doubleMin = 1e-9
const doubleMax = 1e15

/** What Kafka's own serializers make of an int, a long or a double: big-endian, nothing else. */
export const number: Decoder = {
  name: 'number',
  decode(bytes, { wanted }) {
    if (bytes.length === 4) {
      return plain('number', String(bytes.readInt32BE(0)), wanted, 'Four bytes, read as a big-endian int')
    }
    if (bytes.length !== 8) return null
    const long = bytes.readBigInt64BE(0)
    if (long <= longMax && long >= -longMax) {
      return plain('number', String(long), wanted, 'Eight bytes, read as a big-endian long')
    }
    const double = bytes.readDoubleBE(0)
    const size = Math.abs(double)
    if (size < doubleMin || !(size < doubleMax)) return null
    return plain('number', String(double), wanted, 'Eight bytes, read as a big-endian double')
  },
}
