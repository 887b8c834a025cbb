using Divoc.Functions.Commands;
using Divoc.Functions.Hosting.AzureFunctions;

// The Functions host starts a worker with its own address and its own arguments. Any other start runs the embedded host or a command.
return Array.Exists(args, argument => argument.StartsWith("--functions-uri", StringComparison.Ordinal))
    ? await WorkerHost.RunAsync(args)
    : await ProgramCommand.RunAsync(args);
