// Loaded into a child process before its own program: it ends as soon as its parent does, however that came about,
// because then the channel between them closes.
process.on('disconnect', () => process.exit());
