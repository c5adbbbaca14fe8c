import { crc32c } from '@node-rs/crc32'

/** CRC-32C (Castagnoli), as record batches carry it; of "123456789" it is 0xe3069283. */
export function checksum(bytes: Uint8Array): number {
  return crc32c(bytes)
}
