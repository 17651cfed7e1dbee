/** What was dropped or pasted: files, and whether folders lay among them. */
export interface DroppedFiles {
  files: File[]
  hasFolders: boolean
}

/** Reads a drop or a paste; must run inside the event, after which the browser takes everything back. */
export function droppedFiles(transfer: DataTransfer | null): DroppedFiles {
  const files: File[] = []
  let hasFolders = false
  for (const item of transfer?.items ?? []) {
    if (item.kind !== 'file') continue
    if (item.webkitGetAsEntry()?.isDirectory === true) {
      hasFolders = true
      continue
    }
    const file = item.getAsFile()
    if (file !== null) files.push(file)
  }
  return { files, hasFolders }
}
