/**
 * The base class of generated requests. It uses only the parts of the platform's SDK that every version exports:
 * `BaseTopRequest.otherParams` is internal, and the SDK of 2015 lacks that class and a JSON writer.
 */
export const csharpRequestBase = `using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Serialization;

namespace Top.Api.Request
{
    /// <summary>
    /// 药券请求的基类；使用2015年的SDK时请定义 TOP_SDK_2015
    /// Base class of Yaoquan requests; define TOP_SDK_2015 for the SDK of 2015
    /// </summary>
#if TOP_SDK_2015
    public abstract class YaoquanRequest<T> : ITopRequest<T> where T : TopResponse
#else
    public abstract class YaoquanRequest<T> : BaseTopRequest<T> where T : TopResponse
#endif
    {
        private readonly Dictionary<string, string> others = new Dictionary<string, string>();

#if TOP_SDK_2015
        public abstract string GetApiName();

        public abstract void Validate();

        public IDictionary<string, string> GetParameters()
        {
            return AllParameters();
        }

        public void AddOtherParameter(string name, string value)
        {
            AddParameter(this.others, name, value);
        }
#else
        public override IDictionary<string, string> GetParameters()
        {
            return AllParameters();
        }

        public new void AddOtherParameter(string name, string value)
        {
            AddParameter(this.others, name, value);
        }
#endif

        protected abstract void AddParametersTo(IDictionary<string, string> parameters);

        protected static void AddParameter(IDictionary<string, string> parameters, string name, object value)
        {
            string text = value is bool ? ((bool)value ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture);
            if (!string.IsNullOrEmpty(name) && !string.IsNullOrEmpty(text))
            {
                parameters[name] = text;
            }
        }

        protected static void CheckRequired(string name, object value)
        {
            if (value == null || (value is string && ((string)value).Trim().Length == 0))
            {
                throw new TopException("40", "client-error:Missing required arguments:" + name);
            }
        }

        protected static void CheckMaxLength(string name, string value, int limit)
        {
            RefuseIf(value != null && value.Length > limit, name);
        }

        protected static void CheckMaxTexts(string name, string value, int limit)
        {
            RefuseIf(value != null && value.Split(',').Length > limit, name);
        }

        protected static void CheckMaxValue(string name, Nullable<long> value, long limit)
        {
            RefuseIf(value.HasValue && value.Value > limit, name);
        }

        protected static void CheckMinValue(string name, Nullable<long> value, long limit)
        {
            RefuseIf(value.HasValue && value.Value < limit, name);
        }

        /// <summary>Writes an object as JSON, with the names of its XML attributes and without nulls.</summary>
        protected static string ToJson(object value)
        {
            StringBuilder text = new StringBuilder();
            AppendValue(text, value);
            return text.ToString();
        }

        private Dictionary<string, string> AllParameters()
        {
            Dictionary<string, string> parameters = new Dictionary<string, string>();
            AddParametersTo(parameters);
            foreach (KeyValuePair<string, string> other in this.others)
            {
                parameters[other.Key] = other.Value;
            }
            return parameters;
        }

        private static void RefuseIf(bool isBroken, string name)
        {
            if (isBroken)
            {
                throw new TopException("41", "client-error:Invalid arguments:" + name);
            }
        }

        private static void AppendValue(StringBuilder text, object value)
        {
            if (value == null)
            {
                text.Append("null");
            }
            else if (value is string)
            {
                AppendText(text, (string)value);
            }
            else if (value is bool)
            {
                text.Append((bool)value ? "true" : "false");
            }
            else if (value is long)
            {
                text.Append(((long)value).ToString(CultureInfo.InvariantCulture));
            }
            else if (value is IEnumerable)
            {
                AppendList(text, (IEnumerable)value);
            }
            else
            {
                AppendObject(text, value);
            }
        }

        private static void AppendList(StringBuilder text, IEnumerable items)
        {
            string separator = "[";
            foreach (object item in items)
            {
                text.Append(separator);
                AppendValue(text, item);
                separator = ",";
            }
            text.Append(separator == "[" ? "[]" : "]");
        }

        private static void AppendObject(StringBuilder text, object value)
        {
            string separator = "{";
            foreach (PropertyInfo property in value.GetType().GetProperties())
            {
                object member = property.GetValue(value, null);
                string name = NameOf(property);
                if (member == null || name == null)
                {
                    continue;
                }
                text.Append(separator);
                AppendText(text, name);
                text.Append(':');
                AppendValue(text, member);
                separator = ",";
            }
            text.Append(separator == "{" ? "{}" : "}");
        }

        private static string NameOf(PropertyInfo property)
        {
            XmlArrayAttribute list = (XmlArrayAttribute)Attribute.GetCustomAttribute(property, typeof(XmlArrayAttribute));
            XmlElementAttribute single = (XmlElementAttribute)Attribute.GetCustomAttribute(property, typeof(XmlElementAttribute));
            return list != null ? list.ElementName : single != null ? single.ElementName : null;
        }

        private static void AppendText(StringBuilder text, string value)
        {
            text.Append('"');
            foreach (char letter in value)
            {
                if (letter == '"' || letter == '\\\\')
                {
                    text.Append('\\\\').Append(letter);
                }
                else if (letter < ' ')
                {
                    text.Append("\\\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
                }
                else
                {
                    text.Append(letter);
                }
            }
            text.Append('"');
        }
    }
}
`
