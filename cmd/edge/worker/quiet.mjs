// Keeps what a Go program prints out of the log, which holds routes and statuses
// only: the report of a crash may quote what the program was reading.
const refuse = (...values) => values.at(-1)(Object.assign(new Error("no files here"), { code: "ENOSYS" }));

globalThis.fs ??= {
  constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
  writeSync: (_file, bytes) => bytes.length,
  write: (_file, _bytes, _offset, length, _position, done) => done(null, length),
  fsync: (_file, done) => done(null),
  open: refuse,
  close: refuse,
  read: refuse,
};
