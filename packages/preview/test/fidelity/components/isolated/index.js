Component({
  properties: { value: String },
  methods: {
    onInput(event) {
      this.setData({ value: event.detail.value })
    },
  },
})
