using System.Text.Encodings.Web;
using System.Text.Json;

namespace Downbeat.Protocol;

internal static class JsonStrings
{
    /// <summary>A text as a JSON value.</summary>
    public static JsonElement Of(string text)
    {
        return JsonElement.Parse($"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.Default)}\"");
    }
}
