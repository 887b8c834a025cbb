using System.Diagnostics;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>
/// Microsoft's emulator of Blob storage as a process of its own, on a free port, with its data in memory. Disposing ends it.
/// </summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    /// <summary>What it prints once it listens, before its address.</summary>
    private const string Listening = "Azurite Blob service successfully listens on ";

    private readonly Process process;
    private readonly Task output;
    private readonly Task<string> errors;
    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AzuriteProcess(string accounts)
    {
        process = Process.Start(StartInfo(accounts))!;
        output = ReadOutputAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port => port.Task.Result;

    /// <summary>Starts it with accounts in the form of its variable AZURITE_ACCOUNTS, and waits until it listens.</summary>
    public static async Task<AzuriteProcess> StartAsync(string accounts)
    {
        var azurite = new AzuriteProcess(accounts);
        await Task.WhenAny(azurite.port.Task, azurite.output).WaitAsync(Eventually.Limit);
        if (azurite.port.Task.IsCompletedSuccessfully)
        {
            return azurite;
        }

        await azurite.DisposeAsync();
        throw new InvalidOperationException(
            $"Azurite did not start (npm ci --prefix Divoc.Functions.Tests installs it): {await azurite.errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string accounts)
    {
        var tests = Path.Combine(SharedData.RepositoryRoot, "Divoc.Functions.Tests");
        var info = new ProcessStartInfo("node")
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--require", Path.Combine(tests, "Storage", "Blob", "end-with-parent.js"),
            Path.Combine(tests, "node_modules", "azurite", "dist", "src", "blob", "main.js"),
            "--blobHost", "127.0.0.1",
            "--blobPort", "0",
            "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
        ];
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["AZURITE_ACCOUNTS"] = accounts;
        return info;
    }

    /// <summary>Ends when the process does.</summary>
    private async Task ReadOutputAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                port.TrySetResult(new Uri(line[Listening.Length..]).Port);
            }
        }
    }
}
