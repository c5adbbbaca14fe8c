export { endpointsOf, readProfile, type Endpoints, type Profile } from './profile'
export { shownAddresses } from './addresses'
export { serviceHealth, type ServiceHealth } from './health'
export { serviceTitles } from './probes'
