import * as z from 'zod'

/**
 * Imported before everything else: zod would otherwise try whether it may compile functions, which the content security
 * policy forbids and the browser reports.
 */
z.config({ jitless: true })
