using System.Runtime.InteropServices;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;

namespace Divoc.Functions.Types;

/// <summary>Reads the sample event of a type by the fields of its shape, as strictly as partners' events are read.</summary>
internal sealed class SampleReader(JsonProblems faults)
{
    private readonly ElementValues element = new(0, 0);

    /// <summary>Reads a sample; errors are added to the problems.</summary>
    public ElementValues Read(JsonElement sample, RequestShape shape)
    {
        if (sample.ValueKind == JsonValueKind.Object)
        {
            ReadGroup(sample, shape.Root);
        }
        else
        {
            Refuse("", FaultCodes.WrongType, "The sample must be an object.");
        }

        return element;
    }

    private void ReadGroup(JsonElement group, FieldNode node)
    {
        foreach (var member in group.EnumerateObject())
        {
            if (node.Find(member.Name) is { } child)
            {
                ReadField(member.Value, child);
            }
            else
            {
                Refuse(node.Field.Path, FaultCodes.WrongType, $"{member.Name} is no field of it.");
            }
        }

        foreach (var missing in node.Children.Where(child => child.IsMissing(element)))
        {
            Refuse(missing.Field.Path, FaultCodes.Required, $"{missing.Field.Path} is required.");
        }
    }

    private void ReadField(JsonElement value, FieldNode node)
    {
        var field = node.Field;
        var read = Value(value, field);
        element.Set(field.Path, read, 0);
        if (read is null)
        {
            Refuse(field.Path, FaultCodes.WrongType, $"{field.Path} must be a {field.Type} within the bounds of its row.");
        }
        else if (field.Type == FieldType.Group)
        {
            ReadGroup(value, node);
        }
    }

    /// <summary>The value as it is stored in <see cref="ElementValues"/>; null if the field does not accept it.</summary>
    private static object? Value(JsonElement value, EventField field)
    {
        switch (field.Type)
        {
            case FieldType.Group:
                return value.ValueKind == JsonValueKind.Object ? true : null;
            case FieldType.FreeObject:
                return value.ValueKind == JsonValueKind.Object ? (ReadOnlyMemory<byte>)JsonMarshal.GetRawUtf8Value(value).ToArray() : null;
            case FieldType.TextList:
                return Texts(value, field);
            case FieldType.WholeNumber:
                return value.ValueKind == JsonValueKind.Number
                    && value.TryGetInt32(out var number)
                    && number >= 1
                    && number <= field.Greatest
                    ? number
                    : null;
            default:
                return value.ValueKind == JsonValueKind.String ? Textual(value.GetString()!, field) : null;
        }
    }

    private static object? Textual(string text, EventField field) => field.Type switch
    {
        FieldType.Date => InternetTime.TryParseDate(text, out var date) ? date : null,
        FieldType.DateOfBirth => BirthDate.TryParse(text, out var born) ? born : null,
        FieldType.Instant => InternetTime.TryParseInstant(text, out var instant) ? instant : null,
        _ => IsLongEnough(text, field) && field.OneOf?.Contains(text, StringComparer.Ordinal) != false ? text : null,
    };

    private static List<string>? Texts(JsonElement value, EventField field)
    {
        if (value.ValueKind != JsonValueKind.Array
            || value.GetArrayLength() > field.MaxItems
            || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return null;
        }

        var texts = value.EnumerateArray().Select(item => item.GetString()!).ToList();
        return texts.TrueForAll(text => IsLongEnough(text, field)) ? texts : null;
    }

    private static bool IsLongEnough(string text, EventField field) => text.EnumerateRunes().Count() >= field.MinLength;

    private void Refuse(string path, string code, string detail) => faults.Add(0, new Fault(element.PointerTo(path), code, detail));
}
