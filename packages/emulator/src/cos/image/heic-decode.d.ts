/** heic-decode ships no types; this is what the emulator uses of it. */
declare module 'heic-decode' {
  interface HeicImage {
    width: number
    height: number
    decode(): Promise<{ data: Uint8ClampedArray }>
  }
  const heicDecode: { all(input: { buffer: Uint8Array }): Promise<HeicImage[] & { dispose(): void }> }
  export default heicDecode
}
