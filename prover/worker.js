// Loads the prover into its worker. Trunk can write such a file, but calls the loader in a way that
// it warns of.
importScripts('./offsetscope-prover.js');
wasm_bindgen({ module_or_path: './offsetscope-prover_bg.wasm' });
