using System.Security.Cryptography;
using Divoc.Functions.Tests.Storage.Blob;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>
/// One emulator for all tests, started by the first that asks. Each test has an account of its own, so that none meets another's blobs.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    private const int Accounts = 400;

    /// <summary>Made anew for each run; no secret, it opens nothing but this emulator.</summary>
    private readonly string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    private readonly Lazy<Task<AzuriteProcess>> process;
    private int taken;

    public Azurite() => process = new(
        () => AzuriteProcess.StartAsync(string.Join(';', Enumerable.Range(1, Accounts).Select(account => $"test{account}:{key}"))));

    /// <summary>The connection string of an account that nobody else uses.</summary>
    public async Task<string> TakeAccountAsync()
    {
        var account = Interlocked.Increment(ref taken);
        Assert.True(account <= Accounts, "Azurite needs more accounts.");
        return ConnectionString((await process.Value).Port, $"test{account}", key);
    }

    public async ValueTask DisposeAsync()
    {
        if (process.IsValueCreated)
        {
            await (await process.Value).DisposeAsync();
        }
    }

    internal static string ConnectionString(int port, string account, string key) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};BlobEndpoint=http://127.0.0.1:{port}/{account};";
}
