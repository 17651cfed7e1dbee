import { MultiBar } from 'cli-progress'

export type Screen = NodeJS.WritableStream & { isTTY?: boolean; columns?: number }

/** Several bars below one another, which come and go. They show `{sent}` and `{name}`. */
export function createBars(stream: Screen): MultiBar {
  return new MultiBar({
    stream,
    format: '{bar} {percentage}%  {sent}  {name}',
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    forceRedraw: true,
    fps: 10,
    linewrap: false,
  })
}
