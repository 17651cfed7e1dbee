Component({
  options: { virtualHost: true },
  properties: { value: { type: Number, value: 0 } },
})
