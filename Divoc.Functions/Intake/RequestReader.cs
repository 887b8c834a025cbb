using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>
/// Reads a body in one pass by the fields of a shape: finds the errors that DIVOC's schema finds, and leaves everything that is not a field
/// to the <see cref="BodyInspector"/>. Only known fields are kept; about others the caller gets a warning.
/// </summary>
internal sealed class RequestReader(ReadOnlyMemory<byte> body, RequestShape shape, JsonProblems faults, JsonProblems warnings)
{
    /// <summary>Names that only the service writes into <c>meta</c> (specification 01, section 6).</summary>
    private static readonly string[] ReservedMeta = ["certificateType", "previousCertificateId"];

    private readonly FieldNode root = shape.Root;
    private readonly BodyInspector inspector = new(faults);
    private readonly UnknownMembers unknown = new(warnings);
    private readonly List<ElementValues> elements = [];

    /// <summary>Reads all elements.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public IReadOnlyList<ElementValues> Read()
    {
        // The reader's own depth limit would look like broken JSON; this program's limit is checked below.
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            ReadElements(ref reader);
        }
        else
        {
            inspector.AddWrongType(ref reader, "", "an array of events, even for one event");
        }

        // Throws if anything but white space follows.
        reader.Read();
        return elements;
    }

    private void ReadElements(ref Utf8JsonReader reader)
    {
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= IntakeLimits.Elements)
            {
                reader.Skip();
                continue;
            }

            inspector.Pointer.Push(count);
            ReadElement(ref reader, count);
            inspector.Pointer.Pop();
        }

        if (count == 0)
        {
            inspector.Add(0, FaultCodes.EmptyArray, "The array has no event: send at least one.");
        }
        else if (count > IntakeLimits.Elements)
        {
            inspector.Add(
                0,
                FaultCodes.TooManyItems,
                $"The array has more than {IntakeLimits.Elements} events: send fewer in one call. Only the first {IntakeLimits.Elements} "
                + "were checked.");
        }
    }

    private void ReadElement(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            inspector.AddWrongType(ref reader, "", "an object");
            return;
        }

        var element = new ElementValues(index, reader.TokenStartIndex);
        elements.Add(element);
        ReadGroup(ref reader, root, element);
    }

    private void ReadGroup(ref Utf8JsonReader reader, FieldNode group, ElementValues element)
    {
        var start = reader.TokenStartIndex;
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var position = reader.TokenStartIndex;
            if (inspector.TryEnterMember(ref reader, group, names, out var child))
            {
                var name = inspector.Entered;
                ReadMember(ref reader, child, element);
                inspector.Pointer.Pop();
                // A repeated field is not read either, and is refused.
                if (child is null && group.Find(name) is null)
                {
                    unknown.Add(position, group.Field.Path, name, inspector.Pointer);
                }
            }
        }

        foreach (var missing in group.Children.Where(child => child.IsMissing(element)))
        {
            faults.Add(start, Schema.Required(element.PointerTo(missing.Field.Path), missing.Field));
        }
    }

    private void ReadMember(ref Utf8JsonReader reader, FieldNode? field, ElementValues element)
    {
        if (field is null)
        {
            inspector.Inspect(ref reader, IntakeLimits.DocumentLevels);
        }
        else
        {
            ReadField(ref reader, field, element);
        }
    }

    private void ReadField(ref Utf8JsonReader reader, FieldNode node, ElementValues element)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return; // As good as absent, as DIVOC's decoder has it.
        }

        var field = node.Field;
        var position = reader.TokenStartIndex;
        if (field.Type == FieldType.Group)
        {
            // Set before its members are read, because they look for it.
            element.Set(field.Path, reader.TokenType == JsonTokenType.StartObject, position);
            ReadGroupValue(ref reader, node, element);
            return;
        }

        var isAbsent = false;
        var value = field.Type switch
        {
            FieldType.TextList => ReadTexts(ref reader, field),
            FieldType.WholeNumber => ReadWholeNumber(ref reader, field),
            FieldType.FreeObject => ReadFreeObject(ref reader, field),
            _ => ReadTextual(ref reader, node, out isAbsent),
        };
        if (!isAbsent)
        {
            element.Set(field.Path, value, position);
        }
    }

    private void ReadGroupValue(ref Utf8JsonReader reader, FieldNode node, ElementValues element)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadGroup(ref reader, node, element);
        }
        else
        {
            inspector.AddWrongType(ref reader, node.Field.Path, "an object");
        }
    }

    /// <summary>
    /// Reads a text, or a value that may be written as text. DIVOC's schema layer treats an optional text that is empty, if it may not be,
    /// as absent.
    /// </summary>
    private object? ReadTextual(ref Utf8JsonReader reader, FieldNode node, out bool isAbsent)
    {
        var field = node.Field;
        isAbsent = false;
        var position = reader.TokenStartIndex;
        if (field.Type == FieldType.TextOrInteger && reader.TokenType == JsonTokenType.Number)
        {
            return ReadInteger(ref reader, field);
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            inspector.AddWrongType(ref reader, field.Path, field.Type == FieldType.TextOrInteger ? "a string or an integer" : "a string");
            return null;
        }

        if (ReadText(ref reader) is not { } text)
        {
            return null;
        }

        isAbsent = text.Length == 0 && !node.IsRequired && field.MinLength > 0;
        return isAbsent ? null : Convert(text, position, field);
    }

    /// <summary>The value of a text, or null with an error for what DIVOC's schema refuses.</summary>
    private object? Convert(string text, long position, EventField field)
    {
        switch (field.Type)
        {
            case FieldType.DateOfBirth when BirthDate.TryParse(text, out var born):
                return born;
            case FieldType.Date when InternetTime.TryParseDate(text, out var date):
                return date;
            case FieldType.Instant when InternetTime.TryParseInstant(text, out var instant):
                return instant;
            case FieldType.Date or FieldType.DateOfBirth or FieldType.Instant:
                faults.Add(position, Schema.Format(inspector.Pointer.ToString(), field));
                return null;
        }

        if (Schema.IsShorter(text, field.MinLength))
        {
            faults.Add(position, Schema.TooShort(inspector.Pointer.ToString(), field.Path, field.MinLength));
            return null;
        }

        if (field.OneOf is { } allowed && !allowed.Contains(text, StringComparer.Ordinal))
        {
            faults.Add(position, Schema.NotAllowed(inspector.Pointer.ToString(), field.Path, allowed));
            return null;
        }

        return text;
    }

    private string? ReadInteger(ref Utf8JsonReader reader, EventField field)
    {
        if (reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            inspector.AddWrongType(ref reader, field.Path, "a string or an integer of digits only");
            return null;
        }

        if (reader.ValueSpan.Length > IntakeLimits.TextCharacters)
        {
            inspector.Add(reader.TokenStartIndex, FaultCodes.TooLong, TextInspection.Explain(FaultCodes.TooLong, "The number"));
            return null;
        }

        return System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
    }

    private int? ReadWholeNumber(ref Utf8JsonReader reader, EventField field)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var number))
        {
            inspector.AddWrongType(ref reader, field.Path, "a number");
            return null;
        }

        var position = reader.TokenStartIndex;
        if (number < 1)
        {
            faults.Add(position, Schema.BelowOne(inspector.Pointer.ToString(), field.Path));
        }
        else if (number > field.Greatest)
        {
            inspector.Add(position, FaultCodes.Maximum, $"{field.Path} must not be greater than {field.Greatest}.");
        }
        else if (!double.IsInteger(number))
        {
            inspector.Add(position, FaultCodes.NotWhole, $"{field.Path} must be a whole number.");
        }
        else
        {
            return (int)number;
        }

        return null;
    }

    private List<string>? ReadTexts(ref Utf8JsonReader reader, EventField field)
    {
        var position = reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            inspector.AddWrongType(ref reader, field.Path, "an array of strings");
            return null;
        }

        var texts = new List<string>();
        var count = 0;
        var isRight = true;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= field.MaxItems)
            {
                reader.Skip();
                continue;
            }

            inspector.Pointer.Push(count);
            var text = ReadItem(ref reader, field, $"{field.Path}.{count}");
            inspector.Pointer.Pop();
            isRight &= text is not null;
            texts.Add(text ?? "");
        }

        if (count > field.MaxItems)
        {
            inspector.Add(
                position,
                FaultCodes.TooManyItems,
                $"{field.Path} has more than {field.MaxItems} items: send fewer. Only the first {field.MaxItems} were checked.");
        }

        return isRight && count <= field.MaxItems ? texts : null;
    }

    /// <summary>Reads a text of a list; DIVOC's decoder reads null as an empty one.</summary>
    private string? ReadItem(ref Utf8JsonReader reader, EventField field, string path)
    {
        var position = reader.TokenStartIndex;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            inspector.AddWrongType(ref reader, path, "a string");
            return null;
        }

        var text = reader.TokenType == JsonTokenType.Null ? "" : ReadText(ref reader);
        if (text is not null && Schema.IsShorter(text, field.MinLength))
        {
            faults.Add(position, Schema.TooShort(inspector.Pointer.ToString(), path, field.MinLength));
            return null;
        }

        return text;
    }

    /// <summary>Inspects an object with any content and returns its bytes.</summary>
    private ReadOnlyMemory<byte>? ReadFreeObject(ref Utf8JsonReader reader, EventField field)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            inspector.AddWrongType(ref reader, field.Path, "an object");
            return null;
        }

        var start = reader.TokenStartIndex;
        var before = faults.Found;
        inspector.InspectMembers(
            ref reader, Math.Min(reader.CurrentDepth + IntakeLimits.MetaLevels, IntakeLimits.DocumentLevels), ReservedMeta);
        var length = reader.BytesConsumed - start;
        if (length > IntakeLimits.MetaBytes)
        {
            inspector.Add(start, FaultCodes.MetaTooLarge, $"{field.Path} is larger than {IntakeLimits.MetaBytes} bytes: send less in it.");
        }

        if (faults.Found > before)
        {
            return null;
        }

        return body.Slice((int)start, (int)length);
    }

    private string? ReadText(ref Utf8JsonReader reader) => inspector.InspectText(ref reader) ? reader.GetString() : null;
}
