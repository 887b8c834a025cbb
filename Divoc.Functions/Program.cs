using Divoc.Functions.Hosting.AzureFunctions;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Hosting.KeyRetirement;
using Divoc.Functions.Hosting.Preview;

// The Functions host starts a worker with its own address; anyone else gets the embedded host, or one of two commands.
return args is [PreviewCommand.Name, ..] ? await PreviewCommand.RunAsync(args)
    : args is [KeysCommand.Name, ..] ? await KeysCommand.RunAsync(args)
    : Array.Exists(args, argument => argument.StartsWith("--functions-uri", StringComparison.Ordinal)) ? await WorkerHost.RunAsync(args)
    : await EmbeddedHost.RunAsync(args);
