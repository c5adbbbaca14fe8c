import type { CityDocument, LineDocument, StationDocument } from '../../shared/city/document'

/** The plain page of the original course: weather, then a table per line with its stations and the trains there. */
export function statusPage(city: CityDocument): string {
  const time = city.simulatedTime === null ? 'no record yet' : new Date(city.simulatedTime).toISOString()
  const weather = city.weather
    ? `${Math.round(city.weather.temperature)} °F, ${city.weather.status.replaceAll('_', ' ')}`
    : 'unknown'
  const { entries, trains, records } = city.totals
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>CTA status</title>
<style>body{font:14px system-ui,sans-serif;margin:2rem}table{border-collapse:collapse;margin-bottom:2rem}
th,td{border:1px solid #8888;padding:.25rem .6rem;text-align:left}caption{font-weight:bold;text-align:left;padding:.4rem 0}</style></head>
<body>
<h1>Transit status</h1>
<p>Simulated time: <time>${escape(time)}</time></p>
<p>Weather: ${escape(weather)}</p>
<p>${entries} entries, ${trains} trains, ${records} records</p>
${city.lines.map(lineTable).join('\n')}
</body>
</html>
`
}

function lineTable(line: LineDocument): string {
  return `<table id="${escape(line.id)}">
<caption>${escape(line.name)}</caption>
<thead><tr><th>Station</th><th>Entries</th><th>Direction a</th><th>Direction b</th></tr></thead>
<tbody>
${line.stations.map(stationRow).join('\n')}
</tbody>
</table>`
}

function stationRow({ name, entries, arrivals }: StationDocument): string {
  const cells = [name, String(entries), arrivalText(arrivals.a), arrivalText(arrivals.b)]
  return `<tr>${cells.map(cell => `<td>${escape(cell)}</td>`).join('')}</tr>`
}

function arrivalText(arrival: StationDocument['arrivals']['a']): string {
  return arrival ? `${arrival.trainId} (${arrival.status.replaceAll('_', ' ')})` : ''
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Train ids and names come from records, which anybody may have written. */
function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, character => entities[character]!)
}
