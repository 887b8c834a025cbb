using Divoc.Functions.Hosting.AzureFunctions;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Hosting.Preview;

// The Functions host starts a worker with its own address; anyone else gets the embedded host, or a preview of a template.
return args is [PreviewCommand.Name, ..] ? await PreviewCommand.RunAsync(args)
    : Array.Exists(args, argument => argument.StartsWith("--functions-uri", StringComparison.Ordinal)) ? await WorkerHost.RunAsync(args)
    : await EmbeddedHost.RunAsync(args);
