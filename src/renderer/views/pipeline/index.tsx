import { ReactFlowProvider } from '@xyflow/react'
import { useLocation, useSearch } from 'wouter'
import { useHealth } from '../../state/lifecycle'
import { Button } from '../../ui/Button'
import { useCommands } from '../../ui/commands'
import { formatCount } from '../../ui/format'
import { useKeys } from '../../ui/keys'
import { StaleLine } from '../../ui/LoadedView'
import { LoadingRows } from '../../ui/LoadingRows'
import { Pane } from '../../ui/Pane'
import { Segments } from '../../ui/Segments'
import { Tag } from '../../ui/Tag'
import { edgeFigures, formatAddress, parseAddress, type EdgeFigure, type PipelineAddress } from './address'
import { Details } from './Details'
import { FitIcon, FlowGraph, useFit } from './FlowGraph'
import type { Graph } from './graph/model'
import classes from './Pipeline.module.css'
import { StepTable } from './StepTable'
import { usePipelineGraph } from './use-graph'

const figureTitles: Record<EdgeFigure, string> = { rates: 'Rates', lag: 'Lag', errors: 'Errors' }

/** The pipeline as a live graph; below it the steps that make it, and what is wrong. */
export default function PipelineView() {
  return (
    <ReactFlowProvider>
      <Content />
    </ReactFlowProvider>
  )
}

function Content() {
  const [, navigate] = useLocation()
  const address = parseAddress(new URLSearchParams(useSearch()))
  const go = (change: Partial<PipelineAddress>) =>
    navigate(formatAddress({ ...address, ...change }), { replace: change.show !== undefined })
  const { graph, readings } = usePipelineGraph()
  const steps = useHealth(health => health.steps) ?? []
  const fit = useFit()
  const open = (id: string) => {
    const href = graph?.nodes.find(node => node.id === id)?.href
    if (href) navigate(href)
  }
  const select = (node: string | null) => go({ node, step: null })
  useKeys('Pipeline', [
    { key: '0', title: 'Fit the graph', run: fit },
    { key: 'Escape', label: 'Esc', title: 'Let go of the part', run: () => select(null) },
  ])
  useCommands('Pipeline', [
    { id: 'pipeline-fit', title: 'Fit the graph', keys: '0', run: fit },
    ...edgeFigures.map(show => ({
      id: `pipeline-${show}`,
      title: `${figureTitles[show]} on the ways of the pipeline`,
      run: () => go({ show }),
    })),
    ...(graph?.nodes ?? []).map(({ id, title }) => ({
      id: `pipeline-node-${id}`,
      title: `Part of the pipeline: ${title}`,
      run: () => select(id),
    })),
  ])
  const failedStep = steps.find(({ state, problem }) => state === 'failed' && problem?.code !== 'step-waits')
  const shown = shownPart(address, graph, failedStep?.id ?? null)
  return (
    <Pane
      title="Pipeline"
      count={graph ? countText(graph) : undefined}
      tags={<FailedTag graph={graph} />}
      aside={
        <>
          <Segments
            label="On the ways"
            options={edgeFigures.map(value => ({ value, title: figureTitles[value] }))}
            value={address.show}
            onChange={show => go({ show })}
          />
          <Button icon={<FitIcon />} title="Shows the whole graph (0)" onClick={fit}>
            Fit
          </Button>
        </>
      }
    >
      <div className={classes.view}>
        <div className={classes.graph}>
          {graph ? (
            <FlowGraph graph={graph} figure={address.show} selected={address.node} onSelect={select} onOpen={open} />
          ) : (
            <LoadingRows label="Reading the pipeline" />
          )}
          <div className={classes.stale}>
            <StaleLine loaded={readings} />
          </div>
        </div>
        <div className={classes.bottom}>
          <StepTable selected={shown.step} onSelect={step => go({ step, node: null })} />
          <Details graph={graph} shown={shown} />
        </div>
      </div>
    </Pane>
  )
}

/** What the panel at the right tells: what was chosen, else what has failed. */
function shownPart(
  { node, step }: PipelineAddress,
  graph: Graph | null,
  failedStep: string | null,
): { node: string | null; step: string | null } {
  if (node !== null || step !== null) return { node, step }
  if (failedStep !== null) return { node: null, step: failedStep }
  return { node: graph?.nodes.find(({ mark }) => mark === 'failed')?.id ?? null, step: null }
}

function countText({ nodes, edges }: Graph): string {
  return `${formatCount(nodes.length)} parts, ${formatCount(edges.length)} connections`
}

function FailedTag({ graph }: { graph: Graph | null }) {
  const failed = graph?.nodes.filter(({ mark }) => mark === 'failed').length ?? 0
  if (failed === 0) return null
  return (
    <Tag tone="err" mark="failed">
      {failed} failed
    </Tag>
  )
}
