using Divoc.Functions.Hosting.AzureFunctions;
using Divoc.Functions.Hosting.Embedded;

// The Functions host starts a worker with its own address; anyone else gets the embedded host.
return Array.Exists(args, argument => argument.StartsWith("--functions-uri", StringComparison.Ordinal))
    ? await WorkerHost.RunAsync(args)
    : await EmbeddedHost.RunAsync(args);
