// Loaded before Azurite: the emulator ends when the test program does, however that ends, since its standard input is closed then.
process.stdin.resume().on('end', () => process.exit(0));
