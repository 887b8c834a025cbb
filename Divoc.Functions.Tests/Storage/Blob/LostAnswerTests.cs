using System.Text;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Storage.Blob;

/// <summary>The SDK repeats a call whose answer was lost; the store must not take its own write for somebody else's.</summary>
public sealed class LostAnswerTests(Azurite azurite) : IAsyncLifetime
{
    private static readonly ArtifactName Name = new("registry", "document");

    private BlobBench bench = null!;
    private int lost;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IArtifactStore Store => bench.Store;

    public async ValueTask InitializeAsync() => bench = await BlobBench.StartAsync(await azurite.TakeAccountAsync());

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_creation_with_a_lost_response_recognizes_its_own_artifact()
    {
        LoseTheFirstAnswerTo(HttpMethod.Put);
        var etag = await Store.CreateAsync(Name, Text("mine", "1"), Cancel);

        Assert.Equal(1, lost);
        Assert.Equal((await Store.GetPropertiesAsync(Name, Cancel))!.ETag, etag);
    }

    [Fact]
    public async Task A_replacement_with_a_lost_response_recognizes_its_own_artifact()
    {
        var before = await Store.PutAsync(Name, Text("before", "1"), Cancel);
        LoseTheFirstAnswerTo(HttpMethod.Put);
        var etag = await Store.ReplaceAsync(Name, Text("mine", "1"), before, Cancel);

        Assert.Equal(1, lost);
        Assert.NotNull(etag);
        Assert.Equal((await Store.GetPropertiesAsync(Name, Cancel))!.ETag, etag);
    }

    [Fact]
    public async Task A_group_creation_with_a_lost_response_recognizes_its_own_artifacts()
    {
        LoseTheFirstAnswerTo(HttpMethod.Put);
        NamedArtifact[] parts =
            [new(new("certificates", "x/credential.json"), Text("1", "1")), new(new("certificates", "x/qr.png"), Text("2", "1"))];

        Assert.Empty(await Store.CreateTogetherAsync(parts, Cancel));
        Assert.Equal(1, lost);
        Assert.NotNull(await Store.GetAsync(parts[1].Name, Cancel));
    }

    [Theory]
    [InlineData("theirs", "1")]
    [InlineData("mine", "2")]
    public async Task A_creation_whose_request_was_lost_does_not_mistake_the_artifact_of_another_writer_for_its_own(
        string text, string fact)
    {
        bench.Wire.Meddle = async (request, send) =>
        {
            if (request.Method == HttpMethod.Put && Interlocked.Exchange(ref lost, 1) == 0)
            {
                // Never arrives; and before it is repeated, another one is quicker.
                Assert.NotNull(await Store.CreateAsync(Name, Text(text, fact), Cancel));
                throw new HttpRequestException("lost on its way");
            }

            return await send();
        };

        Assert.Null(await Store.CreateAsync(Name, Text("mine", "1"), Cancel));
        Assert.Equal(text, Encoding.UTF8.GetString((await Store.GetAsync(Name, Cancel))!.Bytes.Span));
    }

    [Fact]
    public async Task A_creation_refused_at_the_first_attempt_makes_no_further_request()
    {
        await Store.CreateAsync(Name, Text("mine", "1"), Cancel);
        var before = bench.Wire.Requests.Count;

        Assert.Null(await Store.CreateAsync(Name, Text("mine", "1"), Cancel));
        Assert.Equal(["PUT /registry/document"], bench.Wire.Requests.Skip(before));
    }

    private static ArtifactContent Text(string text, string fact) =>
        new(Encoding.UTF8.GetBytes(text), "text/plain", new Dictionary<string, string> { ["fact"] = fact });

    private void LoseTheFirstAnswerTo(HttpMethod method) => bench.Wire.Meddle = async (request, send) =>
    {
        var answer = await send();
        if (request.Method != method || Interlocked.Exchange(ref lost, 1) == 1)
        {
            return answer;
        }

        Assert.True(answer.IsSuccessStatusCode);
        answer.Dispose();
        throw new HttpRequestException("the answer is lost");
    };
}
