// Loads what draws the panels into its worker: see prover/worker.js.
importScripts('./offsetscope-panels.js');
wasm_bindgen({ module_or_path: './offsetscope-panels_bg.wasm' });
