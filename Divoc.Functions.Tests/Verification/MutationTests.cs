using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Verification;

/// <summary>
/// Every member of signed credentials of each kind is changed, dropped, re-typed and written twice, others are added everywhere, and every
/// pair of values is exchanged: only what leaves the JSON value the same stays valid.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class MutationTests : IAsyncLifetime
{
    private static readonly string[] Added =
    [
        "x", "@id", "@type", "@context", "@graph", "@value", "@list", "@set", "@reverse", "@nest", "@included", "@index", "@language", "id",
        "type", "uhid", "name", "dob", "age",
        "refId", "dose", "certificateId", "credentialStatus", "expirationDate", "validFrom", "termsOfUse", "holder", "proof", "jws",
        "sign-image", "seal-image", "city", "nonTransferable",
    ];

    private readonly VerificationBench bench = new();

    public static TheoryData<CertificateShape> Shapes => [.. Enum.GetValues<CertificateShape>()];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Every_changed_dropped_added_or_retyped_value_is_detected(CertificateShape shape)
    {
        var original = JsonNode.Parse(await bench.IssueAsync(shape))!;
        var mutants = Places(original).SelectMany(place => Mutants(original, place)).Concat(Additions(original)).ToList();

        Assert.InRange(mutants.Count, 800, 5000);
        await AssertAllInvalidAsync(original, mutants);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Every_exchange_of_two_values_is_detected(CertificateShape shape)
    {
        var original = JsonNode.Parse(await bench.IssueAsync(shape))!;
        var places = Places(original).ToList();
        var mutants = new List<string>();
        for (var one = 0; one < places.Count; one++)
        {
            mutants.AddRange(places.Skip(one + 1).Select(other => Swapped(original, places[one], other)).OfType<string>());
        }

        Assert.InRange(mutants.Count, 800, 5000);
        await AssertAllInvalidAsync(original, mutants);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Every_duplicate_member_is_detected(CertificateShape shape)
    {
        var text = Encoding.UTF8.GetString(await bench.IssueAsync(shape));
        var starts = Enumerable.Range(0, text.Length).Where(index => text[index] == '{').ToList();
        var names = Places(JsonNode.Parse(text)!).Select(place => place[^1]).OfType<string>().Distinct().ToList();
        var mutants = starts.SelectMany(start => names.Select(name => $"{text[..(start + 1)]}\"{name}\":\"x\",{text[(start + 1)..]}"))
            .Concat(names.Select(
                name => text.Replace($"\"{name}\":", $"\"{name}\":\"x\",\"\\u{(int)name[0]:x4}{name[1..]}\":", StringComparison.Ordinal)));

        await AssertAllInvalidAsync(JsonNode.Parse(text)!, [.. mutants]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Reordered_members_and_another_layout_stay_valid(CertificateShape shape)
    {
        var credential = await bench.IssueAsync(shape);
        var original = JsonNode.Parse(credential)!;
        string[] forms =
        [
            original.ToJsonString(new JsonSerializerOptions { WriteIndented = true }),
            Reversed(original).ToJsonString(),
            Encoding.UTF8.GetString(credential).Replace("Noor", "\\u004e\\u006Fo\\u0072", StringComparison.Ordinal),
            Encoding.UTF8.GetString(credential).Replace("/", "\\/", StringComparison.Ordinal),
            Encoding.UTF8.GetString(credential)
                .Replace("\":", "\" :", StringComparison.Ordinal)
                .Replace("\"dose\" :1", "\"dose\" : 1.0", StringComparison.Ordinal)
                .Replace("\"totalDoses\" :2", "\"totalDoses\":0.2e1", StringComparison.Ordinal),
        ];
        foreach (var form in forms)
        {
            Assert.NotEqual(Encoding.UTF8.GetString(credential), form);
            Assert.Equal(VerificationStatus.Valid, (await bench.VerifyAsync(Encoding.UTF8.GetBytes(form))).Status);
        }
    }

    private async Task AssertAllInvalidAsync(JsonNode original, IReadOnlyList<string> mutants)
    {
        Assert.Equal(VerificationStatus.Valid, (await bench.VerifyAsync(Encoding.UTF8.GetBytes(original.ToJsonString()))).Status);
        var survivors = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(mutants, TestContext.Current.CancellationToken, async (mutant, _) =>
        {
            var verdict = await bench.VerifyAsync(Encoding.UTF8.GetBytes(mutant));
            if (verdict.Status != VerificationStatus.Invalid || verdict.Reasons.Count == 0 || verdict.Summary is not null)
            {
                survivors.Add(mutant);
            }
        });
        Assert.Empty(survivors);
    }

    /// <summary>The way to every value but the root: names and indexes.</summary>
    private static IEnumerable<object[]> Places(JsonNode node)
    {
        IEnumerable<(object Step, JsonNode Value)> children = node switch
        {
            JsonObject map => map.Select(member => ((object)member.Key, member.Value!)),
            JsonArray list => list.Select((item, index) => ((object)index, item!)),
            _ => [],
        };
        return children.SelectMany(child => Places(child.Value).Select(rest => (object[])[child.Step, .. rest]).Prepend([child.Step]));
    }

    private static IEnumerable<string> Mutants(JsonNode original, object[] place)
    {
        var value = At(original, place);
        JsonNode?[] instead =
        [
            null, JsonValue.Create(true), new JsonObject(), new JsonArray(), JsonValue.Create(""), JsonValue.Create(7),
            JsonValue.Create(1.5),
            new JsonArray(value.DeepClone()), new JsonArray(value.DeepClone(), value.DeepClone()),
            new JsonObject { ["@value"] = value.DeepClone() },
            new JsonObject { ["@id"] = value.DeepClone() }, JsonValue.Create(value.ToJsonString()), Changed(value), Truncated(value),
        ];
        return instead.Select(replacement => With(original, place, replacement)).Append(Without(original, place))
            .Where(mutant => !JsonNode.DeepEquals(JsonNode.Parse(mutant), original));
    }

    private static IEnumerable<string> Additions(JsonNode original)
    {
        var maps = Places(original).Where(place => At(original, place) is JsonObject).Prepend([]);
        foreach (var place in maps)
        {
            foreach (var name in Added.Where(name => !At(original, place).AsObject().ContainsKey(name)))
            {
                foreach (var value in new[] { "\"x\"", "null", "[]", "{}", "\"\"" })
                {
                    var mutant = original.DeepClone();
                    At(mutant, place)[name] = JsonNode.Parse(value);
                    yield return mutant.ToJsonString();
                }
            }
        }
    }

    private static string? Swapped(JsonNode original, object[] one, object[] other)
    {
        if (other.Take(one.Length).SequenceEqual(one))
        {
            return null;
        }

        var mutant = original.DeepClone();
        Set(mutant, one, At(original, other).DeepClone());
        Set(mutant, other, At(original, one).DeepClone());
        return JsonNode.DeepEquals(mutant, original) ? null : mutant.ToJsonString();
    }

    private static JsonValue Changed(JsonNode value) => value switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => JsonValue.Create(text.GetValue<string>() + "x"),
        JsonValue number => JsonValue.Create(number.GetValue<int>() + 1),
        _ => JsonValue.Create("x"),
    };

    private static JsonValue Truncated(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text
            ? JsonValue.Create(text[1..])
            : JsonValue.Create(-1);

    private static JsonNode At(JsonNode root, object[] place) =>
        place.Aggregate(root, (node, step) => step is string name ? node[name]! : node[(int)step]!);

    private static void Set(JsonNode root, object[] place, JsonNode? value)
    {
        var parent = At(root, place[..^1]);
        if (place[^1] is string name)
        {
            parent[name] = value;
        }
        else
        {
            parent[(int)place[^1]] = value;
        }
    }

    private static string With(JsonNode original, object[] place, JsonNode? value)
    {
        var mutant = original.DeepClone();
        Set(mutant, place, value?.DeepClone());
        return mutant.ToJsonString();
    }

    private static string Without(JsonNode original, object[] place)
    {
        var mutant = original.DeepClone();
        if (At(mutant, place[..^1]) is JsonArray list)
        {
            list.RemoveAt((int)place[^1]);
        }
        else
        {
            At(mutant, place[..^1]).AsObject().Remove((string)place[^1]);
        }

        return mutant.ToJsonString();
    }

    private static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject map =>
            new JsonObject(map.Reverse().Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Reversed(member.Value!)))),
        JsonArray list => new JsonArray([.. list.Select(item => Reversed(item!))]),
        _ => node.DeepClone(),
    };
}
