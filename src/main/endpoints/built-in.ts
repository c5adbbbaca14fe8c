import type { Profile } from './profile'

/** The stack that the app starts itself. */
export const embeddedProfile: Profile = {
  id: 'embedded',
  title: 'Embedded stack',
  readOnly: false,
  endpoints: null,
}

/** The containers of compose/docker-compose.yml, by the ports that they have on this machine. */
export const composeProfile: Profile = {
  id: 'compose',
  title: 'Containers of compose/',
  readOnly: false,
  endpoints: {
    kafka: { brokers: ['localhost:9092'] },
    registry: { url: 'http://localhost:8081' },
    restProxy: { url: 'http://localhost:8082' },
    connect: { url: 'http://localhost:8083' },
    ksql: { url: 'http://localhost:8088' },
    postgres: { url: 'postgresql://cta_admin:chicago@localhost:5432/cta', fromConnect: 'postgres:5432' },
  },
}

/** Profiles that every start knows. */
export const builtInProfiles: readonly Profile[] = [embeddedProfile, composeProfile]
