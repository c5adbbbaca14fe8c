/** A request that cannot be done, with the HTTP status that Connect gives it. */
export class RequestError extends Error {
  readonly statusCode: number
  constructor(statusCode: number, message: string) {
    super(message)
    this.name = 'RequestError'
    this.statusCode = statusCode
  }
}

export const badRequest = (message: string) => new RequestError(400, message)
export const notFound = (message: string) => new RequestError(404, message)
export const conflict = (message: string) => new RequestError(409, message)
