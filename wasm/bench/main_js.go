package main

import "domicile/wasm/bridge"

func main() { bridge.Serve(table()) }
