using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure.Core;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Sas;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>What the store makes of an account that is away, refuses or forbids. No message names a blob.</summary>
public sealed class BlobFaultTests(Azurite azurite)
{
    private const string Secret = "ledgers/0123abcd";
    private static readonly ArtifactName Name = new("registry", Secret);
    private static readonly ArtifactContent Content = new("1"u8.ToArray(), "text/plain");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_closes_the_connection_is_an_outage()
    {
        var key = Convert.ToBase64String(new byte[64]);
        var server = await AzuriteProcess.StartAsync($"gone:{key}");
        await using var bench = await BlobBench.StartAsync(Azurite.ConnectionString(server.Port, "gone", key), ("MaxRetries", "1"));
        await bench.Store.PutAsync(Name, Content, Cancel);
        await server.DisposeAsync();

        await AssertEveryCallIsUnavailableAsync(bench.Store);
        var refused = await Assert.ThrowsAsync<StoreSetupException>(bench.StartAsync);
        Assert.Contains("127.0.0.1 can't be reached", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_responds_is_an_outage_within_the_time_limit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var bench = BlobBench.Make(
            ConnectionStringOf(silent), ("MaxRetries", "10"), ("NetworkTimeout", "00:00:05"), ("CallTimeout", "00:00:01"));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.Store.GetAsync(Name, Cancel));
        Assert.Contains("did not answer in time", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_aborted()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var bench = BlobBench.Make(
            ConnectionStringOf(silent), ("MaxRetries", "1"), ("NetworkTimeout", "00:00:01"), ("CallTimeout", "00:05:00"));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.Store.GetAsync(Name, Cancel));
        Assert.Equal(2, bench.Wire.Requests.Count);
    }

    [Fact]
    public async Task A_call_cancelled_by_the_caller_is_reported_as_cancelled_and_not_as_an_outage()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var bench = BlobBench.Make(ConnectionStringOf(silent));
        using var timeLimit = new CancellationTokenSource();
        bench.Wire.Meddle = async (_, send) =>
        {
            var answer = send();
            await timeLimit.CancelAsync();
            return await answer;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Store.GetAsync(Name, timeLimit.Token));
    }

    [Fact]
    public async Task A_response_that_breaks_off_is_an_outage()
    {
        await using var bench = BlobBench.Make(await azurite.TakeAccountAsync(), ("MaxRetries", "1"));
        bench.Wire.Meddle = (_, _) => Task.FromResult(BrokenAnswer());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.Store.GetAsync(Name, Cancel));
    }

    [Theory]
    [InlineData(500, "InternalError", 3)]
    [InlineData(503, "ServerBusy", 3)]
    [InlineData(429, "TooManyRequests", 3)]
    [InlineData(409, "ContainerBeingDeleted", 1)]
    public async Task Account_errors_are_retried_if_that_can_help_and_then_reported_as_outages(int status, string code, int tries)
    {
        await using var bench = BlobBench.Make(await azurite.TakeAccountAsync(), ("MaxRetries", "2"));
        bench.Wire.Meddle = (_, _) => Task.FromResult(Wire.Answer(status, code));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.Store.PutAsync(Name, Content, Cancel));
        AssertTells(fault, $"{status} {code}");
        Assert.Equal(tries, bench.Wire.Requests.Count);
    }

    [Theory]
    [InlineData("AuthenticationFailed", "account key")]
    [InlineData("KeyBasedAuthenticationNotPermitted", "Divoc:Storage:AccountUrl")]
    [InlineData("AuthorizationPermissionMismatch", "Storage Blob Data Contributor")]
    [InlineData("AuthorizationFailure", "network rules")]
    [InlineData("AccountIsDisabled", "disabled")]
    public async Task An_authorization_failure_is_reported_with_instructions(string code, string advice)
    {
        await using var bench = BlobBench.Make(await azurite.TakeAccountAsync());
        bench.Wire.Meddle = (_, _) => Task.FromResult(Wire.Answer(403, code));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.Store.CreateAsync(Name, Content, Cancel));
        AssertTells(fault, advice);
        Assert.Contains(advice, (await Assert.ThrowsAsync<StoreSetupException>(bench.StartAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_request_is_not_reported_as_an_outage()
    {
        await using var bench = BlobBench.Make(await azurite.TakeAccountAsync());
        bench.Wire.Meddle = (_, _) => Task.FromResult(Wire.Answer(400, "InvalidHeaderValue"));

        AssertTells(
            await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Store.PutAsync(Name, Content, Cancel)), "InvalidHeaderValue");
    }

    [Fact]
    public async Task A_wrong_key_prevents_the_start_and_is_not_repeated_in_the_message()
    {
        var wrong = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('w', 64)));
        var settings = Settings(await azurite.TakeAccountAsync());
        settings["AccountKey"] = wrong;
        await using var bench = BlobBench.Make(Join(settings));

        var refused = await Assert.ThrowsAsync<StoreSetupException>(bench.StartAsync);
        Assert.Contains("check the account key", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, $"{refused}", StringComparison.Ordinal);
        AssertTells(await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.Store.GetAsync(Name, Cancel)), "AuthorizationFailure");
    }

    [Fact]
    public async Task A_missing_right_to_create_containers_is_reported_and_existing_containers_are_sufficient()
    {
        var connection = await azurite.TakeAccountAsync();
        await using var bench = BlobBench.Make(SharedAccess(connection, AccountSasPermissions.Read | AccountSasPermissions.List));

        var refused = await Assert.ThrowsAsync<StoreSetupException>(bench.StartAsync);
        Assert.Contains("is missing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Storage Blob Data Contributor", refused.Message, StringComparison.Ordinal);

        await using (await BlobBench.StartAsync(connection))
        {
            await bench.StartAsync();
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.Store.PutAsync(Name, Content, Cancel));
    }

    [Theory]
    [InlineData("BlobImmutableDueToPolicy")]
    [InlineData("BlobImmutableDueToLegalHold")]
    public async Task A_deletion_refused_by_a_policy_is_logged_and_not_retried(string code)
    {
        await using var bench = await BlobBench.StartAsync(await azurite.TakeAccountAsync());
        await bench.Store.PutAsync(Name, Content, Cancel);
        bench.Wire.Meddle = (request, send) => request.Method == HttpMethod.Delete ? Task.FromResult(Wire.Answer(409, code)) : send();
        var before = bench.Wire.Requests.Count;

        Assert.True(await bench.Store.DeleteAsync(Name, Cancel));
        Assert.Single(bench.Wire.Requests.Skip(before));
        var line = Assert.Single(bench.Log.Lines, line => line.Contains(code, StringComparison.Ordinal));
        Assert.StartsWith("Warning: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_refused_by_an_immutability_policy_counts_as_already_existing()
    {
        await using var bench = BlobBench.Make(await azurite.TakeAccountAsync());
        bench.Wire.Meddle = (_, _) => Task.FromResult(Wire.Answer(409, "BlobImmutableDueToPolicy"));

        Assert.Null(await bench.Store.CreateAsync(Name, Content, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Store.ReplaceAsync(Name, Content, "0x1", Cancel));
    }

    [Fact]
    public async Task An_account_given_by_address_is_called_with_the_token_of_the_identity()
    {
        await using var bench = BlobBench.MakeOver(
            new Identity(() => "the-token"), [("AccountUrl", "https://account.blob.core.windows.net/")]);
        string? authorization = null;
        bench.Wire.Meddle = (request, _) =>
        {
            authorization = request.Headers.Authorization?.ToString();
            return Task.FromResult(Wire.Answer(404, "BlobNotFound"));
        };

        Assert.Null(await bench.Store.GetAsync(Name, Cancel));
        Assert.Equal("Bearer the-token", authorization);
    }

    [Fact]
    public async Task An_identity_that_gets_no_token_is_reported_as_an_outage()
    {
        await using var bench = BlobBench.MakeOver(
            new Identity(() => throw new CredentialUnavailableException("none")),
            [("AccountUrl", "https://account.blob.core.windows.net")]);

        AssertTells(
            await Assert.ThrowsAsync<StoreUnavailableException>(() => bench.Store.GetAsync(Name, Cancel)), "could not get an access token");
        Assert.Empty(bench.Wire.Requests);
    }

    private static HttpResponseMessage BrokenAnswer()
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream()) };
        answer.Content.Headers.ContentLength = 100;
        answer.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
        answer.Headers.ETag = new("\"0x1\"");
        return answer;
    }

    private static async Task AssertEveryCallIsUnavailableAsync(IArtifactStore store)
    {
        Func<Task>[] calls =
        [
            () => store.GetAsync(Name, Cancel),
            () => store.GetPropertiesAsync(Name, Cancel),
            () => store.PutAsync(Name, Content, Cancel),
            () => store.CreateAsync(Name, Content, Cancel),
            () => store.CreateTogetherAsync([new(Name, Content)], Cancel),
            () => store.ReplaceAsync(Name, Content, "0x1", Cancel),
            () => store.DeleteAsync(Name, Cancel),
            () => store.ListAsync("registry", "", 10, null, Cancel),
        ];
        foreach (var call in calls)
        {
            AssertTells(await Assert.ThrowsAsync<StoreUnavailableException>(call), "can't be reached");
        }
    }

    private static void AssertTells(Exception fault, string text)
    {
        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, $"{fault.Message} {fault.InnerException}", StringComparison.Ordinal);
    }

    private static string ConnectionStringOf(TcpListener server) =>
        Azurite.ConnectionString(((IPEndPoint)server.LocalEndpoint).Port, "silent", Convert.ToBase64String(new byte[64]));

    private static Dictionary<string, string> Settings(string connectionString) => connectionString
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .ToDictionary(part => part[0], part => part[1]);

    private static string Join(Dictionary<string, string> settings) =>
        string.Join(';', settings.Select(setting => $"{setting.Key}={setting.Value}"));

    private static string SharedAccess(string connectionString, AccountSasPermissions permissions)
    {
        var settings = Settings(connectionString);
        var builder = new AccountSasBuilder(
            permissions,
            DateTimeOffset.UtcNow.AddHours(1),
            AccountSasServices.Blobs,
            AccountSasResourceTypes.Container | AccountSasResourceTypes.Object) { Protocol = SasProtocol.HttpsAndHttp };
        var signature = builder.ToSasQueryParameters(new StorageSharedKeyCredential(settings["AccountName"], settings["AccountKey"]));
        return $"BlobEndpoint={settings["BlobEndpoint"]};SharedAccessSignature={signature}";
    }

    private sealed class Identity(Func<string> token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token(), DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Gives ten bytes and then breaks, as a connection does.</summary>
    private sealed class BreakingStream : MemoryStream
    {
        private int left = 10;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Math.Min(left, buffer.Length);
            left -= read;
            return read > 0 ? new(read) : throw new IOException("the connection broke");
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("the connection broke");
    }
}
