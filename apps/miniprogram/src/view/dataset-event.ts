/** An event on an element with `data-*` values. */
export type DatasetEvent<Dataset extends Record<string, unknown>> = WechatMiniprogram.BaseEvent<
  Record<string, never>,
  Dataset
>
