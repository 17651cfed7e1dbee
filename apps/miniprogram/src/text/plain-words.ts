/** The words that templates show as they stand: `setData` takes no functions, so those stay behind. */
export function plainWords<Text extends object>(text: Text): Text {
  return JSON.parse(JSON.stringify(text)) as Text
}
