using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>Microsoft's emulator of Blob storage as a process of its own, on a free port, with its data in memory. Disposing ends it.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    private const int Starts = 3;

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private AzuriteProcess(string accounts, int port)
    {
        Port = port;
        process = Process.Start(StartInfo(accounts, port))!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts it with accounts in the form of its variable AZURITE_ACCOUNTS, and waits until it listens.</summary>
    public static async Task<AzuriteProcess> StartAsync(string accounts)
    {
        var told = "";
        for (var start = 0; start < Starts; start++)
        {
            // Somebody else may take the port before Azurite does; then it ends, and the next one is tried.
            var azurite = new AzuriteProcess(accounts, FreePort());
            if (await azurite.ListensAsync())
            {
                return azurite;
            }

            await azurite.DisposeAsync();
            told = $"{await azurite.output}{await azurite.errors}";
        }

        throw new InvalidOperationException($"Azurite did not start (npm ci --prefix Divoc.Functions.Tests installs it): {told}");
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static ProcessStartInfo StartInfo(string accounts, int port)
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
            "--blobPort", port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
        ];
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["AZURITE_ACCOUNTS"] = accounts;
        return info;
    }

    private async Task<bool> ListensAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Hosting.Eventually.Limit && !process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }
}
