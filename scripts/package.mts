/** `npm run package [-- target…]`: packages of the app into release/, by default those that are usual on this system. */
import { packageApp } from './package/app.mts'

const targets = process.argv.slice(2)
process.exit(await packageApp(targets.length > 0 ? { targets } : {}))
