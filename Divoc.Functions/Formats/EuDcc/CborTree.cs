using System.Formats.Cbor;
using System.Text.Json;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// A CBOR data item (RFC 8949) that somebody presented, read completely and within limits: a map, an array
/// (<see cref="IReadOnlyList{T}"/>), a text, bytes, a {long}, a {double}, true or false, or null. Lengths may be indefinite, as in
/// certificates of several countries. Duplicate members are refused, and so are all tags except those of times.
/// </summary>
internal static class CborTree
{
    /// <summary>The deepest nesting; certificates need five levels.</summary>
    public const int Depth = 8;

    /// <summary>The maximum of data items, names of members included; certificates have fewer than a hundred.</summary>
    public const int Items = 256;

    /// <summary>Reads a data item with nothing after it.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="outerTags">Optional tags before it, each at most once, in this order.</param>
    /// <exception cref="FormatException">It is not a data item, exceeds the limits, or bytes follow.</exception>
    public static object? Read(ReadOnlyMemory<byte> bytes, params ReadOnlySpan<CborTag> outerTags)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Lax);
            foreach (var tag in outerTags)
            {
                if (reader.PeekState() == CborReaderState.Tag && reader.PeekTag() == tag)
                {
                    reader.ReadTag();
                }
            }

            var left = Items;
            var item = ReadItem(reader, Depth, ref left);
            return reader.BytesRemaining == 0 ? item : throw new FormatException("Bytes follow the end.");
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new FormatException("It is no CBOR that can be read.", fault);
        }
    }

    private static object? ReadItem(CborReader reader, int depth, ref int left)
    {
        if (depth == 0 || --left < 0)
        {
            throw new FormatException("It has more than can be read.");
        }

        var state = reader.PeekState();
        switch (state)
        {
            case CborReaderState.StartMap:
                return ReadMap(reader, depth, ref left);
            case CborReaderState.StartArray:
                return ReadArray(reader, depth, ref left);
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return reader.ReadTextString();
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return reader.ReadByteString();
            case CborReaderState.Tag when reader.ReadTag() is CborTag.DateTimeString or CborTag.UnixTimeSeconds:
                return ReadItem(reader, depth - 1, ref left);
            default:
                return ReadScalar(reader, state);
        }
    }

    private static object? ReadScalar(CborReader reader, CborReaderState state)
    {
        switch (state)
        {
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return reader.ReadInt64();
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return reader.ReadDouble();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.Null:
                reader.ReadNull();
                return null;
            default:
                throw new FormatException($"It has a {state}, which certificates have not.");
        }
    }

    private static List<object?> ReadArray(CborReader reader, int depth, ref int left)
    {
        var items = new List<object?>();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            items.Add(ReadItem(reader, depth - 1, ref left));
        }

        reader.ReadEndArray();
        return items;
    }

    private static CborMap ReadMap(CborReader reader, int depth, ref int left)
    {
        var map = new CborMap();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            map.Add(ReadItem(reader, depth - 1, ref left), ReadItem(reader, depth - 1, ref left));
        }

        reader.ReadEndMap();
        return map;
    }

    /// <summary>An item as JSON.</summary>
    /// <exception cref="FormatException">JSON has no such value: bytes, a number that is not finite, a name that is not a text.</exception>
    public static void WriteJson(Utf8JsonWriter writer, object? item)
    {
        switch (item)
        {
            case CborMap map:
                writer.WriteStartObject();
                foreach (var (name, value) in map.Members)
                {
                    writer.WritePropertyName(name as string ?? throw new FormatException("A name is no text."));
                    WriteJson(writer, value);
                }

                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> items:
                writer.WriteStartArray();
                foreach (var value in items)
                {
                    WriteJson(writer, value);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, item);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, object? item)
    {
        switch (item)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool isTrue:
                writer.WriteBooleanValue(isTrue);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                throw new FormatException("JSON has no such value.");
        }
    }
}

/// <summary>A map whose members are named by texts or integers.</summary>
internal sealed class CborMap
{
    private readonly Dictionary<object, object?> members = [];

    /// <summary>The members in their original order.</summary>
    public IReadOnlyCollection<KeyValuePair<object, object?>> Members => members;

    /// <summary>Adds a member.</summary>
    /// <exception cref="FormatException">It already exists, or its name is not allowed.</exception>
    public void Add(object? name, object? value)
    {
        if (name is not (string or long) || !members.TryAdd(name, value))
        {
            throw new FormatException("A member has no name, or another's.");
        }
    }

    /// <summary>The member with a number; null for none.</summary>
    public object? Find(long name) => members.GetValueOrDefault(name);

    /// <summary>Whether there is a member with a number.</summary>
    public bool Has(long name) => members.ContainsKey(name);
}
