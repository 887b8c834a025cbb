using System.Buffers;
using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;

namespace Divoc.Functions.Rendering.Pdf.Writing;

/// <summary>The metadata of a document as XMP (ISO 16684-1), in the form that PDF/A-3b requires (ISO 19005-3 section 6.6).</summary>
internal static class XmpMetadata
{
    /// <summary>The name of the program that wrote the PDF.</summary>
    public const string Producer = DocumentProperties.Creator;

    /// <summary>The characters of nearly all texts, which need no escape.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -_.,:;/()");

    /// <summary>The packet, UTF-8. It has the same content as the document information dictionary.</summary>
    public static byte[] Write(DocumentProperties properties)
    {
        var created = properties.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(
            $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
             xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
            <pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
            {Alternatives("dc:title", properties.Title)}{Alternatives("dc:description", properties.Subject)}{Author(properties.Author)}
            <dc:language><rdf:Bag><rdf:li>{Escape(properties.Language)}</rdf:li></rdf:Bag></dc:language>
            <xmp:CreatorTool>{DocumentProperties.Creator}</xmp:CreatorTool><xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate><pdf:Producer>{Producer}</pdf:Producer>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """);
    }

    private static string Alternatives(string name, string text)
    {
        return text.Length == 0 ? "" : $"<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{Escape(text)}</rdf:li></rdf:Alt></{name}>";
    }

    private static string Author(string text) =>
        text.Length == 0 ? "" : $"<dc:creator><rdf:Seq><rdf:li>{Escape(text)}</rdf:li></rdf:Seq></dc:creator>";

    /// <summary>Escapes markup; characters that XML cannot hold become replacement characters.</summary>
    private static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            var isXml = character.Value > char.MaxValue || XmlConvert.IsXmlChar((char)character.Value);
            clean.Append(isXml ? character.ToString() : "\uFFFD");
        }

        return SecurityElement.Escape(clean.ToString());
    }
}
