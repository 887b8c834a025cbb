using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Intake;

/// <summary>Whatever comes, the validation answers: accepted events that survive the queue, or faults with a status.</summary>
public sealed class IntakeFuzzTests
{
    private const int Rounds = 3_000;

    private static readonly string[] Fragments =
    [
        "null", "true", "-0", "1e999", "0.5", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "{}", "[]", "[null]", "\"2021-02-30\"",
        "\"9999-12-31T23:59:59Z\"", "{\"a\":1,\"a\":2}", ",", ":", "\"", "\\", "}", "]", "é", "\u0085",
    ];

    private static readonly Gen<CertificateShape> Shapes = Gen.Enum<CertificateShape>();

    [Fact]
    public void Random_bytes_are_refused_and_never_throw()
    {
        Gen.Select(Gen.Byte.Array[0, 200], Shapes).Sample((bytes, shape) => IsSound(bytes, shape, out _), iter: Rounds);
    }

    [Fact]
    public void Bodies_with_changed_bytes_never_throw()
    {
        Gen.Select(Shapes, Gen.Select(Gen.Int[0, 2000], Gen.Byte).Array[1, 4]).Sample(
            (shape, changes) =>
            {
                var body = Body(shape);
                foreach (var (at, value) in changes)
                {
                    body[at % body.Length] = value;
                }

                return IsSound(body, shape, out _);
            },
            iter: Rounds);
    }

    [Fact]
    public void Bodies_with_inserted_fragments_or_removed_pieces_never_throw()
    {
        Gen.Select(Shapes, Gen.Int[0, 2000], Gen.Int[0, 40], Gen.Int[0, Fragments.Length - 1].Select(index => Fragments[index])).Sample(
            (shape, start, length, fragment) =>
            {
                var body = Body(shape);
                var at = start % body.Length;
                return IsSound(
                    [.. body[..at], .. Encoding.UTF8.GetBytes(fragment), .. body[Math.Min(body.Length, at + length)..]], shape, out _);
            },
            iter: Rounds);
    }

    [Fact]
    public void Bodies_with_one_replaced_value_never_throw_and_some_are_accepted()
    {
        var passed = 0;
        Gen.Select(
            Shapes,
            Gen.Int[0, 2000],
            Gen.OneOf(Gen.Int[0, 13].Select(index => Fragments[index]), Gen.String.Select(text => JsonValue.Create(text).ToJsonString())))
            .Sample(
                (shape, pick, json) =>
                {
                    var element = Elements.Of(shape);
                    var paths = Paths(element, "").ToList();
                    var body = new JsonArray(element.With(paths[pick % paths.Count], "@here@"))
                        .ToJsonString()
                        .Replace("\"@here@\"", json, StringComparison.Ordinal);
                    var isSound = IsSound(Encoding.UTF8.GetBytes(body), shape, out var result);
                    Interlocked.Add(ref passed, result.Events.Count);
                    return isSound;
                },
                iter: Rounds);
        Assert.InRange(passed, 1, Rounds);
    }

    private static byte[] Body(CertificateShape shape) => Encoding.UTF8.GetBytes(new JsonArray(Elements.Of(shape)).ToJsonString());

    private static bool IsSound(byte[] body, CertificateShape shape, out ValidatedRequest result)
    {
        result = new IntakeDriver().Validate(body, shape);
        if (result.Status != 200)
        {
            return result is { Status: 400 or 413 or 422, Faults.Count: > 0, Events.Count: 0 }
                && result.Faults.All(fault => fault.Detail.Length > 0 && (fault.Pointer.Length == 0 || fault.Pointer[0] == '/'));
        }

        return result is { Faults.Count: 0, Events.Count: > 0 }
            && result.Events.All(
                accepted => EventJson.Serialize(accepted).AsSpan().SequenceEqual(EventJson.Serialize(HealthEvent.Of(accepted))));
    }

    private static IEnumerable<string> Paths(JsonNode node, string path)
    {
        foreach (var (name, value) in node is JsonObject parent ? parent : [])
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            yield return inner;
            foreach (var deeper in Paths(value!, inner))
            {
                yield return deeper;
            }
        }
    }
}
